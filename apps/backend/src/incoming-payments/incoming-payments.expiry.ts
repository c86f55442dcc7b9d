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
import { IncomingPaymentsRepository } from './incoming-payments.repository.js';
import { IncomingPaymentsService } from './incoming-payments.service.js';

const BATCH = 100;

/** Closes what was not paid in time; claimed with `SKIP LOCKED`, so any number of instances may. */
@Injectable()
export class IncomingPaymentsExpiry implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(IncomingPaymentsExpiry.name);
  private readonly looking: Repeating;

  constructor(
    config: BackendConfig,
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly repository: IncomingPaymentsRepository,
    private readonly payments: IncomingPaymentsService,
  ) {
    this.looking = new Repeating({
      everyMs: config.incomingPaymentPollMs,
      work: () => this.look(),
      onError: (error) => this.logger.error({ err: error }, 'expiry could not be looked at'),
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
    if (closed > 0) this.logger.log(`expired ${closed} incoming payments`);
    return closed === BATCH;
  }
}
