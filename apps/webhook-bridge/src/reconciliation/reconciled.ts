import { missingOffsets, type PartitionOffset, type PartitionRange } from '@tapmesh/messaging';
import {
  isBalanced,
  miscounted,
  total,
  type Balance,
  type DayBalance,
  type DayEvents,
} from './balance.js';
import type { ReconciliationRepository } from './reconciliation.repository.js';

export interface Reconciled {
  total: Balance;
  days: readonly DayBalance[];
  /** Those of `days` in which something is lost or was counted wrongly. */
  wrong: readonly DayBalance[];
  /** Left out where one endpoint was asked about. */
  topics?: {
    /** Days of which not every event that was read is stored. */
    wrong: readonly DayEvents[];
    /** Offsets that were passed over, of all days that are kept. */
    missing: readonly PartitionRange[];
  };
  balanced: boolean;
}

export interface ReconciledDays {
  /** All days of which offsets are kept. */
  kept: readonly string[];
  /** Those of them that are asked about. */
  asked: readonly string[];
  /** Undefined: all. */
  endpointIds?: readonly string[];
  /** Read before the snapshot was taken; undefined: nothing is said of the topics. */
  committed?: readonly PartitionOffset[];
}

export async function reconcileDays(
  repository: ReconciliationRepository,
  { kept, asked, endpointIds, committed }: ReconciledDays,
): Promise<Reconciled> {
  const days: DayBalance[] = [];
  const events: DayEvents[] = [];
  for (const day of asked) {
    days.push(...(await repository.balances(day, endpointIds)));
    events.push(await repository.events(day));
  }
  const off = new Set([...days.filter((one) => !isBalanced(one)), ...miscounted(days, events)]);
  const wrong = [...off];
  const result = { total: total(days), days, wrong, balanced: wrong.length === 0 };
  if (committed === undefined) return result;
  const ranges: PartitionRange[] = [];
  for (const day of kept) ranges.push(...(await repository.readRanges(day)));
  const topics = {
    wrong: events.filter(({ read, stored }) => read !== stored),
    missing: missingOffsets(ranges, committed),
  };
  const balanced = result.balanced && topics.wrong.length === 0 && topics.missing.length === 0;
  return { ...result, topics, balanced };
}
