import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateEndpoints1764100001003 implements MigrationInterface {
  name = 'CreateEndpoints1764100001003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE endpoints (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL,
        url text NOT NULL,
        role text NOT NULL CHECK (role IN ('tenant', 'card-service', 'pos-service')),
        event_types text[] NOT NULL,
        format text NOT NULL CHECK (format IN ('standard', 'rafiki')),
        signature text NOT NULL CHECK (signature IN ('v1', 'v1a', 'rafiki', 'none')),
        description text,
        headers jsonb NOT NULL,
        rate_per_second integer,
        timeout_ms integer NOT NULL,
        retry_schedule_s double precision[] NOT NULL,
        order_hold_ms integer NOT NULL,
        masked_fields text[] NOT NULL,
        enabled boolean NOT NULL,
        disabled_reason text,
        disabled_at timestamptz,
        failing_since timestamptz,
        managed_by text,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        deleted_at timestamptz
      )`);
    await runner.query('CREATE INDEX endpoints_page ON endpoints (tenant_id, created_at, id)');
    await runner.query(`
      CREATE TABLE endpoint_secrets (
        id uuid PRIMARY KEY,
        endpoint_id uuid NOT NULL REFERENCES endpoints (id),
        kind text NOT NULL CHECK (kind IN ('v1', 'v1a')),
        secret text NOT NULL,
        public_key text,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz
      )`);
    await runner.query('CREATE INDEX endpoint_secrets_of ON endpoint_secrets (endpoint_id)');
    // Its one row is locked by every change, so that revisions are in the order of the commits and an
    // instance that has read one has missed none before it.
    await runner.query('CREATE TABLE endpoints_revision (revision bigint NOT NULL)');
    await runner.query('INSERT INTO endpoints_revision VALUES (0)');
    await runner.query(`
      CREATE FUNCTION endpoints_changed() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE endpoints_revision SET revision = revision + 1;
        RETURN NULL;
      END $$`);
    for (const table of ['endpoints', 'endpoint_secrets']) {
      await runner.query(`
        CREATE TRIGGER ${table}_changed AFTER INSERT OR UPDATE OR DELETE ON ${table}
        FOR EACH STATEMENT EXECUTE FUNCTION endpoints_changed()`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE endpoint_secrets, endpoints, endpoints_revision');
    await runner.query('DROP FUNCTION endpoints_changed');
  }
}
