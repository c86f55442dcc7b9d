import { utcDay } from '../events/utc-day.js';
import { oldestKept } from '../retention/day-partitions.js';

/** The first day of which events are sent again: one more than is kept, lest it be dropped under a replay. */
export function oldestReplayed(now: Date, retentionDays: number): string {
  return oldestKept(utcDay(now), retentionDays - 1);
}
