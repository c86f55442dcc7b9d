import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was set stays: a quote names the fee that it was made with. */
export class CreateFees1764000008100 implements MigrationInterface {
  name = 'CreateFees1764000008100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE fees (
        id uuid PRIMARY KEY,
        tenant_asset_id uuid NOT NULL REFERENCES tenant_assets,
        type text NOT NULL CHECK (type IN ('SENDING', 'RECEIVING')),
        fixed bigint NOT NULL CHECK (fixed >= 0),
        basis_points integer NOT NULL CHECK (basis_points BETWEEN 0 AND 10000),
        created_at timestamptz NOT NULL DEFAULT clock_timestamp()
      )`);
    await runner.query(
      'CREATE INDEX fees_of_asset ON fees (tenant_asset_id, type, created_at DESC, id DESC)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE fees');
  }
}
