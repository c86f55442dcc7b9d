import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

const LOCK_SUBJECTS = `
  SELECT FROM subjects WHERE endpoint_id = $1 AND head IS NOT NULL
  ORDER BY endpoint_id, subject, lane FOR UPDATE`;

/** Nothing waits behind anything any more. */
const FREE_SUBJECTS = `
  UPDATE subjects SET head = NULL, head_day = NULL, touched_at = now()
  WHERE endpoint_id = $1 AND head IS NOT NULL`;

/** A subject that waited for nothing was not locked: what has become its head meanwhile is not missed. */
const DISCARD = `
  UPDATE deliveries AS d
  SET state = 'FAILED', failure_reason = 'discarded', held = false, finished_at = now()
  WHERE d.endpoint_id = $1 AND d.state = 'PENDING'
    AND NOT EXISTS (
      SELECT FROM subjects AS s JOIN deliveries AS head ON head.id = s.head AND head.day = s.head_day
      WHERE s.endpoint_id = d.endpoint_id AND s.subject = d.subject AND s.lane = d.lane
        AND d.number >= head.number)`;

/** What came for an endpoint while nothing was sent to it. */
@Injectable()
export class MissedEvents {
  async count(manager: EntityManager, endpointId: string): Promise<number> {
    const [row] = await manager.query<{ count: string }[]>(
      `SELECT count(*) FROM deliveries WHERE endpoint_id = $1 AND state = 'PENDING'`,
      [endpointId],
    );
    return Number(row!.count);
  }

  /** Before the endpoint's own row, and in their order: so does whoever stores what came of attempts. */
  async lock(manager: EntityManager, endpointId: string): Promise<void> {
    await manager.query(LOCK_SUBJECTS, [endpointId]);
  }

  /** Behind {@link lock}. */
  async discard(manager: EntityManager, endpointId: string): Promise<void> {
    await manager.query(FREE_SUBJECTS, [endpointId]);
    await manager.query(DISCARD, [endpointId]);
  }
}
