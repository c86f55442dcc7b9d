import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is paid, and who may ask for it. A terminal's key is stored as its SHA-256 hash alone. */
export class CreateMerchants1760000100001 implements MigrationInterface {
  name = 'CreateMerchants1760000100001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE merchants (
        id uuid PRIMARY KEY,
        name text NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE merchant_wallet_addresses (
        id uuid PRIMARY KEY,
        url text NOT NULL UNIQUE,
        merchant_id uuid NOT NULL REFERENCES merchants,
        tenant_id uuid NOT NULL,
        asset_code text NOT NULL,
        asset_scale smallint NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE terminals (
        id uuid PRIMARY KEY,
        merchant_id uuid NOT NULL REFERENCES merchants,
        name text NOT NULL,
        key_hash bytea NOT NULL UNIQUE CHECK (length(key_hash) = 32)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE terminals');
    await runner.query('DROP TABLE merchant_wallet_addresses');
    await runner.query('DROP TABLE merchants');
  }
}
