import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ClaimedDelivery, Lane } from './delivery.js';
import { DELIVERY_COLUMNS, toClaimed, type DeliveryRow } from './delivery-row.js';

export interface ClaimRequest {
  endpointId: string;
  lane: Lane;
  room: number;
  leaseMs: number;
}

/**
 * A claim is a time, not a lock that is held while somebody is asked over the network: what is claimed is
 * due again when the lease ends, so a dead instance's deliveries are taken up by whoever looks.
 */
const CLAIM = `
  WITH due AS (
    SELECT found.id, found.day, wanted.lease_ms
    FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::integer[])
      AS wanted (endpoint_id, lane, room, lease_ms)
    CROSS JOIN LATERAL (
      SELECT id, day FROM deliveries
      WHERE endpoint_id = wanted.endpoint_id AND lane = wanted.lane AND state = 'PENDING'
        AND NOT held AND due_at <= now()
      ORDER BY due_at LIMIT wanted.room FOR UPDATE SKIP LOCKED) AS found),
  claimed AS (
    UPDATE deliveries AS d SET due_at = now() + due.lease_ms * interval '1 millisecond'
    FROM due WHERE d.id = due.id AND d.day = due.day
    RETURNING d.*)
  SELECT ${DELIVERY_COLUMNS}
  FROM claimed AS d JOIN events AS e ON e.id = d.event_id AND e.day = d.event_day
  ORDER BY d.created_at, d.number`;

const RELEASE = `
  UPDATE deliveries AS d SET due_at = now()
  FROM unnest($1::uuid[], $2::date[]) AS ours (id, day)
  WHERE d.id = ours.id AND d.day = ours.day AND d.id = ANY ($1::uuid[]) AND d.state = 'PENDING'`;

/** Takes due deliveries from the table, and gives back what is not attempted after all. */
@Injectable()
export class Claims {
  constructor(private readonly dataSource: DataSource) {}

  async take(requests: readonly ClaimRequest[]): Promise<ClaimedDelivery[]> {
    const nowMs = Date.now();
    const leases = new Map(requests.map(({ endpointId, leaseMs }) => [endpointId, leaseMs]));
    const rows: DeliveryRow[] = await this.dataSource.query(CLAIM, [
      requests.map(({ endpointId }) => endpointId),
      requests.map(({ lane }) => lane),
      requests.map(({ room }) => room),
      requests.map(({ leaseMs }) => leaseMs),
    ]);
    return rows.map((row) => toClaimed(row, nowMs + (leases.get(row.endpoint_id) ?? 0)));
  }

  async release(deliveries: readonly ClaimedDelivery[]): Promise<void> {
    if (deliveries.length === 0) return;
    const sorted = deliveries.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    await this.dataSource.query(RELEASE, [
      sorted.map(({ id }) => id),
      sorted.map(({ day }) => day),
    ]);
  }
}
