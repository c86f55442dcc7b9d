import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Claims } from '../deliveries/claims.js';
import { CompletionRepository, type StoredOutcome } from '../deliveries/completion.repository.js';
import type { ClaimedDelivery, StoredEvent } from '../deliveries/delivery.js';
import { NewDeliveries } from '../deliveries/new-deliveries.js';
import type { Endpoint } from '../endpoints/endpoint.js';
import { utcDay } from '../events/utc-day.js';
import { migrations } from '../migrations.js';
import { MemoryEndpoints } from './memory-endpoints.js';
import type { TestDatabase } from './test-database.js';

export interface PendingRow {
  id: string;
  subject: string;
  sequence: number;
  number: number;
  held: boolean;
  isHead: boolean;
}

/** The queue as it is in the tables, without anybody who delivers. */
export class StoredQueue {
  readonly endpoint: Endpoint = new MemoryEndpoints().add({ url: 'http://127.0.0.1/' });
  private readonly newDeliveries = new NewDeliveries();
  private readonly completion = new CompletionRepository();
  private readonly claims: Claims;

  private constructor(readonly dataSource: DataSource) {
    this.claims = new Claims(dataSource);
  }

  static async open({ url }: TestDatabase): Promise<StoredQueue> {
    const dataSource = new DataSource({ type: 'postgres', url, migrations, extra: { max: 8 } });
    await dataSource.initialize();
    await dataSource.runMigrations();
    return new StoredQueue(dataSource);
  }

  /** All in one transaction, in the order given. */
  async arrive(arrivals: readonly { subject: string; sequence: number }[]): Promise<void> {
    const day = utcDay(new Date());
    const events = arrivals.map(({ subject, sequence }) => event(subject, sequence, day));
    await this.dataSource.transaction(async (manager) => {
      await manager.query(
        `INSERT INTO events (id, day, type, subject, audience, time, topic, partition, record_offset, data)
         SELECT id, $3::date, 'some.type', subject, '{}', now(), 'topic', 0, 0, '{}'
         FROM unnest($1::uuid[], $2::text[]) AS e (id, subject)`,
        [events.map(({ id }) => id), events.map(({ subject }) => subject), day],
      );
      const wanted = events.map((one) => ({
        endpoint: this.endpoint,
        event: one,
        lane: 'LIVE' as const,
        atOnce: false,
      }));
      const { stored } = await this.newDeliveries.make(manager, wanted, day);
      await stored;
    });
  }

  take(room: number): Promise<ClaimedDelivery[]> {
    return this.claims.take([
      { endpointId: this.endpoint.id, lane: 'LIVE', room, leaseMs: 600_000 },
    ]);
  }

  async store(outcomes: readonly StoredOutcome[]): Promise<ClaimedDelivery[]> {
    return this.dataSource.transaction((manager) => this.completion.store(manager, outcomes, []));
  }

  async pending(): Promise<PendingRow[]> {
    const rows: PendingRow[] = await this.dataSource.query(
      `SELECT d.id, d.subject, d.sequence::int, d.number::int, d.held,
         coalesce(s.head = d.id, false) AS "isHead"
       FROM deliveries d JOIN subjects s USING (endpoint_id, subject, lane)
       WHERE d.state = 'PENDING' ORDER BY d.subject, d.sequence, d.number`,
    );
    return rows;
  }

  async empty(): Promise<void> {
    await this.dataSource.query('TRUNCATE deliveries, subjects, events');
  }

  async close(): Promise<void> {
    await this.dataSource.destroy();
  }
}

function event(subject: string, sequence: number, day: string): StoredEvent {
  const id = uuidv7();
  return {
    id,
    day,
    type: 'some.type',
    subject,
    sequence,
    time: new Date().toISOString(),
    data: '{}',
  };
}
