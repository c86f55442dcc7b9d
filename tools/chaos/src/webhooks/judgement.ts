import type { Disagreement } from '@tapmesh/operations';
import { hears, type Ear } from './ear.js';
import type { Receipt } from './receipt.js';
import type { Heard } from './rules/heard.js';
import { missing } from './rules/missing.js';
import { numbers } from './rules/numbers.js';
import { order } from './rules/order.js';
import { patience } from './rules/patience.js';
import { sameness } from './rules/sameness.js';
import type { ToldEvent } from './told-event.js';

/** What a consumer wrote down. */
export interface ConsumerRecord {
  ear: Ear;
  /** In the order in which they came. */
  receipts: readonly Receipt[];
}

const rules = [missing, sameness, numbers, order, patience];

/** What consumers got against what stands on the topics. */
export function judgeRecords(
  told: readonly ToldEvent[],
  records: readonly ConsumerRecord[],
): Disagreement[] {
  return records.flatMap(({ ear, receipts }) => {
    const own = told.filter((event) => hears(ear, event));
    const heard: Heard = { ear, receipts, events: new Map(own.map((one) => [one.id, one])) };
    return rules.flatMap((rule) => rule(heard));
  });
}
