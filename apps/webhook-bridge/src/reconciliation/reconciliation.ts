import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { utcDay } from '../events/utc-day.js';
import { oldestKept } from '../retention/day-partitions.js';
import { WebhookBridgeConfig } from '../webhook-bridge.config.js';
import { reconcileDays, type Reconciled } from './reconciled.js';
import { ReconciliationRepository } from './reconciliation.repository.js';
import { TopicOffsets } from './topic-offsets.js';

export interface ReconciliationRequest {
  /** Undefined: every day that is kept. */
  day?: string;
  /** Undefined: all, and the topics with them. */
  endpointIds?: readonly string[];
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
      return reconcileDays(repository, { kept, asked, endpointIds, committed });
    });
  }
}
