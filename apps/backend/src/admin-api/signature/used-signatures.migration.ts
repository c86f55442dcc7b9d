import { createUsedSignatures } from '@tapmesh/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateUsedSignatures1764000007400 implements MigrationInterface {
  name = 'CreateUsedSignatures1764000007400';

  up(runner: QueryRunner): Promise<void> {
    return createUsedSignatures(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE used_signatures');
  }
}
