import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Replays walk events as they were read, across days, and go on in the index where they ended. */
export class IndexEventsByReadAt1764100001005 implements MigrationInterface {
  name = 'IndexEventsByReadAt1764100001005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX events_read_at ON events (read_at, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX events_read_at');
  }
}
