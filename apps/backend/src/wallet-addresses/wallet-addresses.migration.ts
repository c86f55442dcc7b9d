import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateWalletAddresses1764000003000 implements MigrationInterface {
  name = 'CreateWalletAddresses1764000003000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE wallet_addresses (
        id uuid PRIMARY KEY,
        url text NOT NULL UNIQUE,
        tenant_id uuid NOT NULL REFERENCES tenants,
        asset_id uuid NOT NULL REFERENCES assets,
        public_name text NOT NULL,
        deactivated_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE wallet_addresses');
  }
}

export const walletAddressesMigrations = [CreateWalletAddresses1764000003000];
