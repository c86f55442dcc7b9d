import { contract, envelopeToHeaders, topicName } from '@tapmesh/events';
import type { EntityManager } from 'typeorm';
import { assertSendable } from '../kafka/message-size.js';
import type { OutgoingRecord } from '../kafka/records.js';
import type { OutgoingMessage } from '../options.js';
import type { MessageTracing } from '../tracing/message-tracing.js';
import type { Archive } from './archive.js';

/** A committed message, as it stands in the outbox. */
export interface OutboxRow {
  id: string;
  wave: number;
  record: OutgoingRecord;
}

interface StoredRow {
  id: string;
  topic: string;
  key: string;
  partition: number | null;
  wave: number;
  headers: Record<string, string>;
  value: string;
}

const INSERT = `
  INSERT INTO outbox (message_id, topic, key, partition, wave, headers, value)
  SELECT message_id, topic, key, partition, wave, headers::jsonb, value
  FROM unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::smallint[], $6::text[], $7::text[])
    WITH ORDINALITY AS message (message_id, topic, key, partition, wave, headers, value, place)
  ORDER BY place
  RETURNING id`;

/**
 * A lease, not a lock that is held while the broker is asked: one that dies with its instance
 * would do too, but a slow broker would keep transactions open. A later wave is claimed only when
 * nothing is left of the earlier one, whoever publishes that. Equality on both columns and no OR
 * makes that one hash join, however many transactions are left; a batch bounds the rows of each.
 */
const CLAIM = `
  UPDATE outbox SET claimed_at = now()
  WHERE id IN (
    SELECT id FROM outbox candidate
    WHERE created_at < now() - $1 * interval '1 millisecond'
      AND (claimed_at IS NULL OR claimed_at < now() - $2 * interval '1 millisecond')
      AND NOT id = ANY ($3::bigint[])
      AND NOT EXISTS (
        SELECT FROM outbox earlier
        WHERE earlier.transaction_id = candidate.transaction_id
          AND earlier.wave = candidate.wave - 1)
    ORDER BY id
    LIMIT $4
    FOR UPDATE SKIP LOCKED)
  RETURNING id, topic, key, partition, wave, headers, value`;

/** Seldom asked, and of a table that holds about a second: no index. */
const FIND = `
  SELECT id, topic, key, partition, wave, headers, value
  FROM outbox WHERE message_id = ANY ($1::uuid[]) ORDER BY id`;

/** By id, which is indexed: within a process it is the order of the commits, near enough for an age. */
const OLDEST_AGE = `
  SELECT (extract(epoch FROM clock_timestamp() - created_at) * 1000)::float8 AS age_ms
  FROM outbox ORDER BY id LIMIT 1`;

/** What `query` of a `DataSource` or an `EntityManager` is used for. */
export type Queryable = Pick<EntityManager, 'query'>;

export interface Claim {
  olderThanMs: number;
  leaseMs: number;
  exceptIds: string[];
  limit: number;
}

/** The outbox's statements. */
export class Outbox {
  constructor(
    private readonly topicPrefix: string,
    private readonly tracing?: MessageTracing,
    private readonly archive?: Archive,
  ) {}

  /**
   * In the order given, all in one statement, which is sent before this returns.
   * @throws {MessageTooLargeError} at once, with nothing sent
   */
  append(manager: Queryable, messages: readonly OutgoingMessage[]): Promise<OutboxRow[]> {
    const inOrder = [...messages].sort((a, b) => (a.wave ?? 0) - (b.wave ?? 0));
    const records = inOrder.map((outgoing) => this.recordOf(outgoing));
    const inserted = manager.query(INSERT, [
      inOrder.map(({ message }) => message.id),
      // Stored without the prefix, which is of the broker and may change between two starts.
      inOrder.map(({ message }) => contract[message.type].topic),
      records.map(({ key }) => key),
      records.map(({ partition }) => partition ?? null),
      inOrder.map(({ wave }) => wave ?? 0),
      records.map(({ headers }) => JSON.stringify(headers)),
      records.map(({ value }) => value),
    ]) as Promise<{ id: string }[]>;
    return inserted.then((rows) =>
      records.map((record, index) => ({
        id: rows[index]?.id ?? '',
        wave: inOrder[index]?.wave ?? 0,
        record,
      })),
    );
  }

  /** What is archived is moved in the same statement: it is in one of the two tables, always. */
  async remove(manager: Queryable, ids: string[]): Promise<void> {
    if (this.archive !== undefined) await this.archive.move(manager, ids);
    else await manager.query('DELETE FROM outbox WHERE id = ANY ($1::bigint[])', [ids]);
  }

  /** Those of the messages that were committed and are not deleted yet, oldest first. */
  async find(manager: Queryable, messageIds: readonly string[]): Promise<OutboxRow[]> {
    const rows = (await manager.query(FIND, [messageIds])) as StoredRow[];
    return rows.map((row) => this.fromStored(row));
  }

  /** For whoever has room, at once. */
  async release(manager: Queryable, ids: string[]): Promise<void> {
    await manager.query('UPDATE outbox SET claimed_at = NULL WHERE id = ANY ($1::bigint[])', [ids]);
  }

  /** What nobody has published for a while, so that its writer must be gone; oldest first. */
  async claim(manager: Queryable, claim: Claim): Promise<OutboxRow[]> {
    const { olderThanMs, leaseMs, exceptIds, limit } = claim;
    const [rows] = (await manager.query(CLAIM, [olderThanMs, leaseMs, exceptIds, limit])) as [
      StoredRow[],
      number,
    ];
    return rows
      .map((row) => this.fromStored(row))
      .sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
  }

  /** How long the oldest message has been there, by the database's clock; 0 when there is none. */
  async oldestAgeMs(manager: Queryable): Promise<number> {
    const [oldest] = (await manager.query(OLDEST_AGE)) as { age_ms: number }[];
    return Math.max(0, oldest?.age_ms ?? 0);
  }

  protected recordOf({ message, partition, patient }: OutgoingMessage): OutgoingRecord {
    const record: OutgoingRecord = {
      topic: topicName(this.topicPrefix, contract[message.type].topic),
      key: message.key,
      value: JSON.stringify(message.data),
      headers: envelopeToHeaders(message),
      partition,
      patient,
    };
    this.tracing?.begin(record);
    assertSendable(record);
    return record;
  }

  private fromStored({ id, wave, topic, key, headers, value, partition }: StoredRow): OutboxRow {
    const name = topicName(this.topicPrefix, topic);
    return {
      id,
      wave,
      record: { topic: name, key, headers, value, partition: partition ?? undefined },
    };
  }
}
