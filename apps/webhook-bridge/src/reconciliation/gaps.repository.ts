import type { Audience } from '@tapmesh/events';
import type { Endpoint } from '../endpoints/endpoint.js';
import { ENDPOINT_COLUMNS, endpointOf, type EndpointRow } from '../endpoints/endpoint-row.js';
import { LOST_EVENTS, PARTITIONS, UNDELIVERED } from './gaps.statements.js';
import type { PartitionBalance } from './partition-balance.js';
import type { Snapshot } from './reconciliation.repository.js';

export interface LostEvent {
  topic: string;
  partition: number;
  offset: number;
  eventId: string;
}

/** An event without a delivery, and what decides whether it should have one. */
export interface UndeliveredEvent {
  eventId: string;
  type: string;
  audience: Audience[];
  tenantId?: string;
  offset: number;
}

/** Looks for the very records of which something is missing: costlier than the balances of a day. */
export class GapsRepository {
  constructor(private readonly snapshot: Snapshot) {}

  lostEvents(day: string): Promise<LostEvent[]> {
    return this.snapshot.query<LostEvent[]>(LOST_EVENTS, [day]);
  }

  partitions(day: string): Promise<PartitionBalance[]> {
    return this.snapshot.query<PartitionBalance[]>(PARTITIONS, [day]);
  }

  /** At most {@link UNDELIVERED_AT_ONCE}, in the order of their offsets, behind one of them. */
  undelivered(balance: PartitionBalance, behindOffset: number): Promise<UndeliveredEvent[]> {
    const { day, endpointId, topic, partition } = balance;
    const values = [day, endpointId, topic, partition, behindOffset];
    return this.snapshot.query<UndeliveredEvent[]>(UNDELIVERED, values);
  }

  async endpoint(id: string): Promise<Endpoint | undefined> {
    const [row] = await this.snapshot.query<EndpointRow[]>(
      `SELECT ${ENDPOINT_COLUMNS} FROM endpoints WHERE id = $1`,
      [id],
    );
    return row && endpointOf(row);
  }
}
