import { createUsedSignatures } from '@tapmesh/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateTenants1764100001000 implements MigrationInterface {
  name = 'CreateTenants1764100001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE tenants (
        id uuid PRIMARY KEY,
        sequence bigint NOT NULL,
        public_name text,
        api_secret text,
        is_operator boolean NOT NULL,
        settings jsonb NOT NULL,
        deleted_at timestamptz
      )`);
    await createUsedSignatures(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE used_signatures, tenants');
  }
}
