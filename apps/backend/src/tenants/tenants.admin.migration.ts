import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the Admin API tells and changes of tenants. */
export class DescribeTenants1764000008200 implements MigrationInterface {
  name = 'DescribeTenants1764000008200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE tenants
        ALTER COLUMN public_name DROP NOT NULL,
        ADD COLUMN email text,
        ADD COLUMN idp_consent_url text,
        ADD COLUMN idp_secret text,
        ADD COLUMN deleted_at timestamptz`);
    await runner.query('CREATE INDEX tenants_list ON tenants (created_at, id)');
    await runner.query(`
      CREATE TABLE tenant_settings (
        tenant_id uuid NOT NULL REFERENCES tenants,
        key text NOT NULL,
        value text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (tenant_id, key)
      )`);
    await runner.query(`
      CREATE UNIQUE INDEX tenant_settings_wallet_address_url ON tenant_settings (value)
      WHERE key = 'WALLET_ADDRESS_URL'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE tenant_settings');
    await runner.query('DROP INDEX tenants_list');
    await runner.query(`UPDATE tenants SET public_name = slug WHERE public_name IS NULL`);
    await runner.query(`
      ALTER TABLE tenants
        ALTER COLUMN public_name SET NOT NULL,
        DROP COLUMN email, DROP COLUMN idp_consent_url, DROP COLUMN idp_secret,
        DROP COLUMN deleted_at`);
  }
}
