import { utcDay } from '../events/utc-day.js';
import { oldestKept } from '../retention/day-partitions.js';

/** The first day of which events are sent again: not the oldest that is kept, which may be dropped meanwhile. */
export function oldestReplayed(now: Date, retentionDays: number): string {
  return oldestKept(utcDay(now), retentionDays - 1);
}
