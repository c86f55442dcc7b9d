import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Messages that were committed with the state they tell of and may not have gone out yet. */
export class CreateOutbox1760000000001 implements MigrationInterface {
  name = 'CreateOutbox1760000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE outbox (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        message_id uuid NOT NULL,
        topic text NOT NULL,
        key text NOT NULL,
        partition integer,
        wave smallint NOT NULL DEFAULT 0,
        headers jsonb NOT NULL,
        value text NOT NULL,
        transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id(),
        created_at timestamptz NOT NULL DEFAULT now(),
        claimed_at timestamptz
      ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE outbox');
  }
}

/** Ids of the messages that were handled, so that a redelivery does nothing. */
export class CreateInbox1760000000002 implements MigrationInterface {
  name = 'CreateInbox1760000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE inbox (
        consumer text NOT NULL,
        message_id uuid NOT NULL,
        handled_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (consumer, message_id)
      )`);
    await runner.query('CREATE INDEX inbox_handled_at ON inbox USING brin (handled_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE inbox');
  }
}

/** Put before a service's own migrations. */
export const messagingMigrations: (new () => MigrationInterface)[] = [
  CreateOutbox1760000000001,
  CreateInbox1760000000002,
];
