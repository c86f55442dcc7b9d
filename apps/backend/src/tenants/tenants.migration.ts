import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateTenants1764000001000 implements MigrationInterface {
  name = 'CreateTenants1764000001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE tenants (
        id uuid PRIMARY KEY,
        slug text NOT NULL UNIQUE,
        public_name text NOT NULL,
        api_secret text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE tenants');
  }
}

export const tenantsMigrations = [CreateTenants1764000001000];
