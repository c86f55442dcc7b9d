import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Transactions } from '@tapmesh/messaging';
import { Repeating } from '@tapmesh/service-kit';
import { DataSource } from 'typeorm';
import { Ledger } from '../ledger/ledger.service.js';
import { WithdrawalsService } from './withdrawals.service.js';

const BATCH = 100;
/** Timeouts are whole seconds; a late sweep costs nobody anything: late posts are refused anyway. */
const EVERY_MS = 1_000;

/** Gives back what withdrawals reserved and nobody settled in time. Instances share the work. */
@Injectable()
export class WithdrawalsExpiry implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(WithdrawalsExpiry.name);
  private readonly looking: Repeating;

  constructor(
    private readonly dataSource: DataSource,
    private readonly ledger: Ledger,
    private readonly transactions: Transactions,
    private readonly withdrawals: WithdrawalsService,
  ) {
    this.looking = new Repeating({
      everyMs: EVERY_MS,
      work: () => this.look(),
      onError: (error) => this.logger.error({ err: error }, 'withdrawals could not be looked at'),
    });
  }

  onApplicationBootstrap(): void {
    this.looking.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.looking.stop();
  }

  private async look(): Promise<boolean> {
    if (!(await this.ledger.hasExpired(this.dataSource.manager))) return false;
    const voided = await this.transactions.run((tx) => this.withdrawals.voidExpired(tx, BATCH));
    if (voided > 0) this.logger.log(`voided ${voided} withdrawals that nobody settled`);
    return voided === BATCH;
  }
}
