import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What was read from the topics. Tables with a `day` are cut by it, so that what is old goes by dropping
 * a partition; the default one keeps what has no partition of its own.
 */
export class CreateEvents1764100001001 implements MigrationInterface {
  name = 'CreateEvents1764100001001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE events (
        id uuid NOT NULL,
        day date NOT NULL,
        type text NOT NULL,
        subject text NOT NULL,
        sequence bigint,
        tenant_id uuid,
        audience text[] NOT NULL,
        deadline timestamptz,
        time timestamptz NOT NULL,
        traceparent text,
        topic text NOT NULL,
        partition integer NOT NULL,
        record_offset bigint NOT NULL,
        data text NOT NULL,
        read_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (id, day)
      ) PARTITION BY RANGE (day)`);
    await runner.query('CREATE TABLE events_default PARTITION OF events DEFAULT');
    await runner.query('CREATE INDEX events_subject ON events (subject, day)');
    // Every offset that was read, once for each day: what a gap is looked for in.
    await runner.query(`
      CREATE TABLE intake_offsets (
        topic text NOT NULL,
        partition integer NOT NULL,
        record_offset bigint NOT NULL,
        day date NOT NULL,
        event_id uuid,
        kind text NOT NULL CHECK (kind IN ('new', 'repeat', 'unreadable')),
        PRIMARY KEY (topic, partition, record_offset, day)
      ) PARTITION BY RANGE (day)`);
    await runner.query('CREATE TABLE intake_offsets_default PARTITION OF intake_offsets DEFAULT');
    // Across days: a primary key of a partitioned table is unique within its day alone.
    await runner.query('CREATE TABLE event_ids (id uuid PRIMARY KEY, day date NOT NULL)');
    await runner.query('CREATE INDEX event_ids_day ON event_ids USING brin (day)');
    await runner.query(`
      CREATE TABLE intake_counts (
        endpoint_id uuid NOT NULL,
        day date NOT NULL,
        topic text NOT NULL,
        partition integer NOT NULL,
        read bigint NOT NULL,
        filtered bigint NOT NULL,
        accepted bigint NOT NULL,
        PRIMARY KEY (endpoint_id, day, topic, partition),
        CHECK (read = filtered + accepted)
      ) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE intake_counts, event_ids, intake_offsets, events');
  }
}
