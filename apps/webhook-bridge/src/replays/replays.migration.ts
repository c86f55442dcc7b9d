import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is being sent again: a row for each endpoint of a replay, with how far it has come. */
export class CreateReplays1764100001004 implements MigrationInterface {
  name = 'CreateReplays1764100001004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE replays (
        id uuid NOT NULL,
        endpoint_id uuid NOT NULL,
        tenant_id uuid NOT NULL,
        selection jsonb NOT NULL,
        expected bigint NOT NULL,
        made bigint NOT NULL DEFAULT 0,
        position jsonb,
        cancelled boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL DEFAULT now(),
        touched_at timestamptz NOT NULL DEFAULT now(),
        finished_at timestamptz,
        PRIMARY KEY (id, endpoint_id)
      )`);
    await runner.query(
      'CREATE INDEX replays_unfinished ON replays (touched_at) WHERE finished_at IS NULL',
    );
    await runner.query('CREATE INDEX replays_of_tenant ON replays (tenant_id, id)');
    await runner.query(`
      CREATE INDEX deliveries_failed ON deliveries (endpoint_id, finished_at, id)
      WHERE state = 'FAILED'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX deliveries_failed');
    await runner.query('DROP TABLE replays');
  }
}
