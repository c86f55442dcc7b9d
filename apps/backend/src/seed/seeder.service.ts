import { Injectable } from '@nestjs/common';

@Injectable()
export class Seeder {
  /** Makes what the seed file says so; safe to run twice, and by two instances at once. */
  async seed(_file: string): Promise<void> {
    throw new Error('in the making');
  }
}
