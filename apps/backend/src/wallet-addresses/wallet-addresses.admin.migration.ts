import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the Admin API keeps of wallet addresses beside what payments need. */
export class AdministerWalletAddresses1764000007600 implements MigrationInterface {
  name = 'AdministerWalletAddresses1764000007600';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE wallet_addresses ALTER COLUMN public_name DROP NOT NULL');
    await runner.query(
      'CREATE INDEX wallet_addresses_list ON wallet_addresses (tenant_id, created_at, id)',
    );
    await runner.query(`
      CREATE TABLE wallet_address_properties (
        wallet_address_id uuid NOT NULL REFERENCES wallet_addresses,
        position smallint NOT NULL,
        key text NOT NULL,
        value text NOT NULL,
        visible_in_open_payments boolean NOT NULL,
        PRIMARY KEY (wallet_address_id, key)
      )`);
    await runner.query(`
      CREATE TABLE wallet_address_keys (
        id uuid PRIMARY KEY,
        wallet_address_id uuid NOT NULL REFERENCES wallet_addresses,
        kid text NOT NULL,
        x text NOT NULL,
        revoked_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query(`
      CREATE UNIQUE INDEX wallet_address_keys_in_use ON wallet_address_keys (wallet_address_id, kid)
      WHERE revoked_at IS NULL`);
    await runner.query(
      'CREATE INDEX wallet_address_keys_list ON wallet_address_keys (wallet_address_id, created_at, id)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE wallet_address_keys');
    await runner.query('DROP TABLE wallet_address_properties');
    await runner.query('DROP INDEX wallet_addresses_list');
    await runner.query(`UPDATE wallet_addresses SET public_name = '' WHERE public_name IS NULL`);
    await runner.query('ALTER TABLE wallet_addresses ALTER COLUMN public_name SET NOT NULL');
  }
}
