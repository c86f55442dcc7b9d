import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { WalletAddress } from './wallet-address.js';

@Injectable()
export class WalletAddresses {
  /** Those that exist, by URL. */
  async byUrls(_manager: EntityManager, _urls: string[]): Promise<Map<string, WalletAddress>> {
    throw new Error('in the making');
  }

  /** Those that exist, by id. */
  async byIds(_manager: EntityManager, _ids: string[]): Promise<Map<string, WalletAddress>> {
    throw new Error('in the making');
  }
}
