import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is to get which event, in which order, and what came of it: docs/adr, the queue's design. */
export class CreateDeliveries1764100001002 implements MigrationInterface {
  name = 'CreateDeliveries1764100001002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE deliveries (
        id uuid NOT NULL,
        day date NOT NULL,
        endpoint_id uuid NOT NULL,
        event_id uuid NOT NULL,
        event_day date NOT NULL,
        subject text NOT NULL,
        sequence bigint NOT NULL,
        number bigint NOT NULL,
        lane text NOT NULL CHECK (lane IN ('LIVE', 'REPLAY')),
        state text NOT NULL DEFAULT 'PENDING' CHECK (state IN ('PENDING', 'DELIVERED', 'FAILED')),
        failure_reason text,
        held boolean NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        due_at timestamptz NOT NULL,
        first_attempt_at timestamptz,
        held_since timestamptz,
        deadline timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        finished_at timestamptz,
        PRIMARY KEY (id, day),
        CHECK ((state = 'FAILED') = (failure_reason IS NOT NULL)),
        CHECK ((state = 'PENDING') = (finished_at IS NULL)),
        CHECK (NOT held OR state = 'PENDING')
      ) PARTITION BY RANGE (day)`);
    await runner.query('CREATE TABLE deliveries_default PARTITION OF deliveries DEFAULT');
    await runner.query(`
      CREATE INDEX deliveries_due ON deliveries (endpoint_id, lane, due_at)
      WHERE state = 'PENDING' AND NOT held`);
    await runner.query(`
      CREATE INDEX deliveries_of_subject ON deliveries (endpoint_id, subject, lane, sequence, number)
      WHERE state = 'PENDING'`);
    await runner.query(
      'CREATE INDEX deliveries_of_endpoint ON deliveries (endpoint_id, created_at, id)',
    );
    await runner.query('CREATE INDEX deliveries_of_event ON deliveries (event_id)');
    // Its row is what orders a subject's deliveries: whoever adds or ends one locks it first.
    await runner.query(`
      CREATE TABLE subjects (
        endpoint_id uuid NOT NULL,
        subject text NOT NULL,
        lane text NOT NULL,
        last_number bigint NOT NULL,
        head uuid,
        head_day date,
        letting uuid,
        lets_at timestamptz,
        touched_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (endpoint_id, subject, lane),
        CHECK ((head IS NULL) = (head_day IS NULL))
      ) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02)`);
    await runner.query('CREATE INDEX subjects_touched ON subjects USING brin (touched_at)');
    await runner.query(`
      CREATE TABLE attempts (
        id uuid NOT NULL,
        day date NOT NULL,
        delivery_id uuid NOT NULL,
        delivery_day date NOT NULL,
        endpoint_id uuid NOT NULL,
        event_id uuid NOT NULL,
        number integer NOT NULL,
        at timestamptz NOT NULL,
        outcome text NOT NULL,
        status integer,
        latency_ms double precision NOT NULL,
        error text,
        request_headers jsonb NOT NULL,
        response_headers jsonb NOT NULL,
        response_body text,
        PRIMARY KEY (id, day)
      ) PARTITION BY RANGE (day)`);
    await runner.query('CREATE TABLE attempts_default PARTITION OF attempts DEFAULT');
    await runner.query('CREATE INDEX attempts_of_delivery ON attempts (delivery_id)');
    await runner.query('CREATE INDEX attempts_of_endpoint ON attempts (endpoint_id, at)');
    await runner.query(`
      CREATE TABLE endpoint_pace (
        endpoint_id uuid PRIMARY KEY,
        theoretical_arrival timestamptz NOT NULL
      ) WITH (fillfactor = 50)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE endpoint_pace, attempts, subjects, deliveries');
  }
}
