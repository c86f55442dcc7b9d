import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EndedDelivery } from '../deliveries/attempt.js';
import { CompletionRepository, outcomeOfEnd } from '../deliveries/completion.repository.js';
import { toClaimed, type DeliveryRow } from '../deliveries/delivery-row.js';

const GIVEN_UP_AT_ONCE = 500;

/** Without its event, which an end does not need and which may be gone. */
const COLUMNS = `
  d.id, d.day::text AS day, d.endpoint_id, d.lane, d.number, d.attempts, d.first_attempt_at,
  d.held_since, d.deadline, d.event_id, d.event_day::text AS event_day, '' AS type, d.subject,
  NULL AS event_sequence, d.created_at AS time, NULL AS traceparent, '' AS data`;

/**
 * Not locked: ends lock subjects first, and who finishes one of these meanwhile is right. Held ones come to
 * be due by the end of what they wait for.
 */
const OLDEST = `
  SELECT ${COLUMNS} FROM deliveries AS d
  WHERE d.state = 'PENDING' AND NOT d.held AND d.due_at <= now() AND d.event_day < $1::date
  ORDER BY d.id LIMIT ${GIVEN_UP_AT_ONCE}`;

/** Heads of subjects alone, as above. */
const OF_DELETED = `
  SELECT ${COLUMNS} FROM deliveries AS d
  JOIN endpoints AS p ON p.id = d.endpoint_id AND p.deleted_at IS NOT NULL
  WHERE d.state = 'PENDING' AND NOT d.held
  ORDER BY d.id LIMIT ${GIVEN_UP_AT_ONCE}`;

/** What nobody could be given for so long that its event is to go, or has nobody to go to any more. */
@Injectable()
export class Undelivered {
  constructor(
    private readonly dataSource: DataSource,
    private readonly completion: CompletionRepository,
  ) {}

  /** Fails for good, by the rules of every end: what waits behind it comes next. @returns how many */
  giveUp(before: string): Promise<number> {
    return this.end('expired', OLDEST, [before]);
  }

  /** The same of endpoints that were deleted; those in some instance's hands end there at once. */
  endOfDeleted(): Promise<number> {
    return this.end('endpoint_deleted', OF_DELETED, []);
  }

  private end(
    reason: EndedDelivery['reason'],
    statement: string,
    values: unknown[],
  ): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      const rows = await manager.query<DeliveryRow[]>(statement, values);
      if (rows.length === 0) return 0;
      const ends = rows.map((row) => outcomeOfEnd({ delivery: toClaimed(row, 0), reason }));
      await this.completion.store(manager, ends, []);
      return rows.length;
    });
  }
}
