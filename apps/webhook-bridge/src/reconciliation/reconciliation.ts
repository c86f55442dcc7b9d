import { Injectable } from '@nestjs/common';
import { missingOffsets, type PartitionRange } from '@tapmesh/messaging';
import { DataSource } from 'typeorm';
import { utcDay } from '../events/utc-day.js';
import { oldestKept } from '../retention/day-partitions.js';
import { WebhookBridgeConfig } from '../webhook-bridge.config.js';
import {
  isBalanced,
  miscounted,
  total,
  type Balance,
  type DayBalance,
  type DayEvents,
} from './balance.js';
import { ReconciliationRepository } from './reconciliation.repository.js';
import { TopicOffsets } from './topic-offsets.js';

export interface ReconciliationRequest {
  /** Undefined: every day that is kept. */
  day?: string;
  /** Undefined: all, and the topics with them. */
  endpointIds?: readonly string[];
}

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

/**
 * Whether everything that was read came to somewhere. Exact at any moment: a batch's offsets, counts, events and
 * deliveries are in the tables together or not at all, and are read in one snapshot, behind the offsets that
 * Kafka was told of before.
 */
@Injectable()
export class Reconciliation {
  constructor(
    private readonly config: WebhookBridgeConfig,
    private readonly dataSource: DataSource,
    private readonly offsets: TopicOffsets,
  ) {}

  async reconcile({ day, endpointIds }: ReconciliationRequest): Promise<Reconciled> {
    const committed = endpointIds === undefined ? await this.offsets.committed() : undefined;
    return this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      const repository = new ReconciliationRepository(manager);
      const kept = await repository.days(oldestKept(utcDay(new Date()), this.config.retentionDays));
      const asked = kept.filter((one) => day === undefined || one === day);
      const days: DayBalance[] = [];
      const events: DayEvents[] = [];
      for (const one of asked) {
        days.push(...(await repository.balances(one, endpointIds)));
        events.push(await repository.events(one));
      }
      const off = new Set([...days.filter((one) => !isBalanced(one)), ...miscounted(days, events)]);
      const wrong = [...off];
      const result = { total: total(days), days, wrong, balanced: wrong.length === 0 };
      if (committed === undefined) return result;
      const ranges: PartitionRange[] = [];
      for (const one of kept) ranges.push(...(await repository.readRanges(one)));
      const topics = {
        wrong: events.filter(({ read, stored }) => read !== stored),
        missing: missingOffsets(ranges, committed),
      };
      const balanced = result.balanced && topics.wrong.length === 0 && topics.missing.length === 0;
      return { ...result, topics, balanced };
    });
  }
}
