import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateTenantAssets1764000003100 implements MigrationInterface {
  name = 'CreateTenantAssets1764000003100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE tenant_assets (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenants,
        asset_id uuid NOT NULL REFERENCES assets,
        withdrawal_threshold bigint CHECK (withdrawal_threshold >= 0),
        liquidity_threshold bigint CHECK (liquidity_threshold >= 0),
        created_at timestamptz NOT NULL DEFAULT now(),
        deleted_at timestamptz
      )`);
    await runner.query(`
      CREATE UNIQUE INDEX tenant_assets_in_use ON tenant_assets (tenant_id, asset_id)
      WHERE deleted_at IS NULL`);
    await runner.query(
      'CREATE INDEX tenant_assets_list ON tenant_assets (tenant_id, created_at, id)',
    );
    await runner.query(`
      INSERT INTO tenant_assets (id, tenant_id, asset_id)
      SELECT gen_random_uuid(), tenant_id, asset_id
      FROM (SELECT DISTINCT tenant_id, asset_id FROM wallet_addresses) used`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE tenant_assets');
  }
}
