import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Transactions } from '@tapmesh/messaging';
import { Repeating } from '@tapmesh/service-kit';
import { DataSource } from 'typeorm';
import { BackendConfig } from '../backend.config.js';
import { BackendMetrics } from '../metrics/backend-metrics.js';
import { OutgoingPaymentsRepository } from './outgoing-payments.repository.js';
import { OutgoingPaymentsService } from './outgoing-payments.service.js';

const BATCH = 100;

/**
 * Closes what nobody decided in time. Any number of instances may look: the rows are claimed with
 * `SKIP LOCKED`, so they share the work without talking, and an idle look is one indexed statement
 * outside any transaction.
 */
@Injectable()
export class OutgoingPaymentsDeadlines implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(OutgoingPaymentsDeadlines.name);
  private readonly looking: Repeating;

  constructor(
    config: BackendConfig,
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly repository: OutgoingPaymentsRepository,
    private readonly payments: OutgoingPaymentsService,
    private readonly metrics: BackendMetrics,
  ) {
    this.looking = new Repeating({
      everyMs: config.deadlinePollMs,
      work: () => this.look(),
      onError: (error) => this.logger.error({ err: error }, 'deadlines could not be looked at'),
    });
  }

  onApplicationBootstrap(): void {
    this.looking.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.looking.stop();
  }

  private async look(): Promise<boolean> {
    const due = await this.repository.findDue(this.dataSource.manager, BATCH);
    if (due.length === 0) return false;
    const closed = await this.transactions.run((tx) => this.payments.expireDue(tx, due));
    this.metrics.closedByDeadline(closed);
    if (closed > 0) this.logger.log(`closed ${closed} outgoing payments that nobody decided`);
    return closed === BATCH;
  }
}
