import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateQuotes1764000005100 implements MigrationInterface {
  name = 'CreateQuotes1764000005100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE quotes (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL,
        wallet_address_id uuid NOT NULL,
        receiver text NOT NULL,
        asset_id uuid NOT NULL,
        asset_code text NOT NULL,
        asset_scale smallint NOT NULL,
        debit_amount bigint NOT NULL CHECK (debit_amount > 0),
        receive_amount bigint NOT NULL CHECK (receive_amount > 0),
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE quotes');
  }
}
