import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { CutTable } from './day-partitions.js';

/** What a statement deletes at most: it holds its locks for milliseconds. */
export const DELETED_AT_ONCE = 5_000;

/** What is older than a day and not needed any more, in bounded batches; what somebody else has is left. */
@Injectable()
export class OldRowsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** @returns how many were deleted; fewer than {@link DELETED_AT_ONCE}: none is left */
  eventIds(before: string): Promise<number> {
    return this.delete('event_ids', 'day < $1::date', [before]);
  }

  /** Those that wait for nothing. One that comes again begins to count anew. */
  subjects(before: string): Promise<number> {
    return this.delete(
      'subjects',
      `head IS NULL AND touched_at < $1::date::timestamp AT TIME ZONE 'UTC'`,
      [before],
    );
  }

  intakeCounts(before: string, keep: readonly string[]): Promise<number> {
    return this.delete('intake_counts', 'day < $1::date AND day <> ALL ($2::date[])', [
      before,
      keep,
    ]);
  }

  replays(before: string): Promise<number> {
    return this.delete('replays', `finished_at < $1::date::timestamp AT TIME ZONE 'UTC'`, [before]);
  }

  /** What had no partition of its own when it came. */
  ofDefaultPartition(table: CutTable, before: string, keep: readonly string[]): Promise<number> {
    const condition = 'day < $1::date AND day <> ALL ($2::date[])';
    return this.delete(`${table}_default`, condition, [before, keep]);
  }

  /** Days before the given one of which something is still to be delivered: of the event, or of the delivery. */
  async daysOfPending(before: string): Promise<string[]> {
    const rows = await this.dataSource.query<{ day: string }[]>(
      `WITH pending AS (
         SELECT day, event_day FROM deliveries WHERE state = 'PENDING'
           AND (day < $1::date OR event_day < $1::date)
         GROUP BY day, event_day)
       SELECT to_char(day, 'YYYY-MM-DD') AS day
       FROM (SELECT day FROM pending UNION SELECT event_day FROM pending) AS days
       WHERE day < $1::date ORDER BY 1`,
      [before],
    );
    return rows.map(({ day }) => day);
  }

  private async delete(table: string, condition: string, values: unknown[]): Promise<number> {
    const [gone] = await this.dataSource.query<[{ count: number }]>(
      `WITH gone AS (
         DELETE FROM ${table} WHERE ctid = ANY (ARRAY (
           SELECT ctid FROM ${table} WHERE ${condition}
           LIMIT ${DELETED_AT_ONCE} FOR UPDATE SKIP LOCKED))
         RETURNING 1)
       SELECT count(*)::int AS count FROM gone`,
      values,
    );
    return gone.count;
  }
}
