import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Ask, BackendRequest } from './backend-request.js';

export interface NewRequest extends Omit<BackendRequest, 'attempts'> {
  afterMs: number;
  /** Who stores it makes the first attempt at once; others look only if that one dies. */
  claimed?: boolean;
}

interface StoredRow {
  id: string;
  payment_id: string;
  ask: Ask;
  attempts: number;
}

/** How long who claims a request has for one attempt. */
export const LEASE_MS = 15_000;

/** What the bank still has to ask of the backend: rows that come due, and are leased to who asks. */
@Injectable()
export class BackendRequestsRepository {
  async add(manager: EntityManager, requests: NewRequest[]): Promise<void> {
    if (requests.length === 0) return;
    await manager.query(
      `INSERT INTO backend_requests (id, payment_id, ask, attempts, due_at)
       SELECT id, payment_id, ask, attempts, now() + after_ms * interval '1 millisecond'
       FROM unnest($1::uuid[], $2::uuid[], $3::jsonb[], $4::int[], $5::int[])
         AS r (id, payment_id, ask, attempts, after_ms)
       ON CONFLICT DO NOTHING`,
      [
        requests.map(({ id }) => id),
        requests.map(({ paymentId }) => paymentId),
        requests.map(({ ask }) => JSON.stringify(ask)),
        requests.map(({ claimed }) => (claimed ? 1 : 0)),
        requests.map(({ claimed, afterMs }) => (claimed ? LEASE_MS : afterMs)),
      ],
    );
  }

  /** Looks for holds that were made while the bank stood at the other door. */
  async adoptHolds(manager: EntityManager): Promise<void> {
    await manager.query(
      `INSERT INTO backend_requests (id, payment_id, ask, attempts, due_at)
       SELECT gen_random_uuid(), payment_id, '{"verdict": "look"}', 0, now()
       FROM holds h WHERE status = 'HELD'
         AND NOT EXISTS (SELECT FROM backend_requests r WHERE r.payment_id = h.payment_id)`,
    );
  }

  /** Most looks are not needed: the end was told. */
  async forgetEnded(manager: EntityManager): Promise<void> {
    await manager.query(
      `DELETE FROM backend_requests r USING holds h
       WHERE r.due_at <= now() AND r.ask->>'verdict' = 'look'
         AND h.payment_id = r.payment_id AND h.status <> 'HELD'`,
    );
  }

  async claimDue(manager: EntityManager, limit: number): Promise<BackendRequest[]> {
    const [rows] = await manager.query<[StoredRow[], number]>(
      `UPDATE backend_requests
       SET attempts = attempts + 1, due_at = now() + $2 * interval '1 millisecond'
       WHERE id IN (
         SELECT id FROM backend_requests WHERE due_at <= now()
         ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING id, payment_id, ask, attempts`,
      [limit, LEASE_MS],
    );
    return rows.map(({ payment_id: paymentId, ...row }) => ({ ...row, paymentId }));
  }

  /** Whether a request's outcome is not known yet; one that was asked to its end is gone, or is a look. */
  async isUnsaid(manager: EntityManager, id: string): Promise<boolean> {
    const rows = await manager.query<unknown[]>(
      `SELECT FROM backend_requests WHERE id = $1 AND ask->>'verdict' <> 'look'`,
      [id],
    );
    return rows.length > 0;
  }

  async done(manager: EntityManager, id: string): Promise<void> {
    await manager.query('DELETE FROM backend_requests WHERE id = $1', [id]);
  }

  async putOff(manager: EntityManager, id: string, afterMs: number): Promise<void> {
    await manager.query(
      `UPDATE backend_requests SET due_at = now() + $2 * interval '1 millisecond' WHERE id = $1`,
      [id, afterMs],
    );
  }

  async becomesLook(manager: EntityManager, id: string, afterMs: number): Promise<void> {
    await manager.query(
      `UPDATE backend_requests SET ask = '{"verdict": "look"}', attempts = 0,
         due_at = now() + $2 * interval '1 millisecond' WHERE id = $1`,
      [id, afterMs],
    );
  }

  /** Milliseconds until the next is due, by the database's clock; undefined for none. */
  async nextDueInMs(manager: EntityManager): Promise<number | undefined> {
    const [row] = await manager.query<{ due_in_ms: number | null }[]>(
      `SELECT (extract(epoch FROM min(due_at) - clock_timestamp()) * 1000)::float8 AS due_in_ms
       FROM backend_requests`,
    );
    return row?.due_in_ms ?? undefined;
  }
}
