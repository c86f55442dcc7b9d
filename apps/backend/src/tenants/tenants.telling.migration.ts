import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What services beside the backend were told of a tenant. */
export class TellTenants1764000008300 implements MigrationInterface {
  name = 'TellTenants1764000008300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE tenants
        ADD COLUMN told_version bigint NOT NULL DEFAULT 0,
        ADD COLUMN told_digest text,
        ADD COLUMN told_at timestamptz,
        ADD COLUMN told_again boolean NOT NULL DEFAULT true`);
    await runner.query(
      'CREATE INDEX tenants_to_tell_again ON tenants (told_at) WHERE NOT told_again',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX tenants_to_tell_again');
    await runner.query(`
      ALTER TABLE tenants
        DROP COLUMN told_version, DROP COLUMN told_digest, DROP COLUMN told_at,
        DROP COLUMN told_again`);
  }
}
