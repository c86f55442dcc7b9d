import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** Subjects first and in their order, as everybody locks them; nothing waits behind anything any more. */
const FREE_SUBJECTS = `
  WITH locked AS (
    SELECT endpoint_id, subject, lane FROM subjects WHERE endpoint_id = $1 AND head IS NOT NULL
    ORDER BY endpoint_id, subject, lane FOR UPDATE)
  UPDATE subjects AS s SET head = NULL, head_day = NULL, touched_at = now()
  FROM locked AS l
  WHERE s.endpoint_id = l.endpoint_id AND s.subject = l.subject AND s.lane = l.lane`;

const DISCARD = `
  UPDATE deliveries SET state = 'FAILED', failure_reason = 'discarded', held = false, finished_at = now()
  WHERE endpoint_id = $1 AND state = 'PENDING'`;

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

  async discard(manager: EntityManager, endpointId: string): Promise<void> {
    await manager.query(FREE_SUBJECTS, [endpointId]);
    await manager.query(DISCARD, [endpointId]);
  }
}
