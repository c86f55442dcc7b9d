import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { MessageFactory, Transactions, type Transaction } from '@tapmesh/messaging';
import { Repeating } from '@tapmesh/service-kit';
import { DataSource } from 'typeorm';
import { NIL } from 'uuid';
import { BackendConfig } from '../backend.config.js';
import { TenantTellingRepository } from './tenant-telling.repository.js';
import { digestOf, tenantChanged, tenantFacts, type ToldTenantRow } from './told-tenant.js';

const BATCH = 100;
const LOOK_MS = 30_000;
/** By then what was said before is on its topic, even of an instance that died over it. */
const AGAIN_AFTER_MS = 60_000;

/**
 * Tells other services of tenants on a topic that is kept by key. What is last on it is all that a service
 * learns that comes later, and two changes in a row may arrive there the wrong way round: so each
 * is told once more when all is quiet.
 */
@Injectable()
export class TenantTelling implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(TenantTelling.name);
  private readonly operatorId: string | undefined;
  private readonly tellingAgain = new Repeating({
    everyMs: LOOK_MS,
    work: () => this.tellAgain(),
    onError: (error) => this.logger.error({ err: error }, 'tenants could not be told again'),
  });

  constructor(
    config: BackendConfig,
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly repository: TenantTellingRepository,
    private readonly messages: MessageFactory,
  ) {
    this.operatorId = config.operatorTenantId?.toLowerCase();
  }

  onApplicationBootstrap(): void {
    this.tellingAgain.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.tellingAgain.stop();
  }

  /** At the end of the transaction that changes them. Nothing is said of one that others know so already. */
  async tell(tx: Transaction, ids: readonly string[]): Promise<number> {
    const rows = await this.repository.lock(tx.manager, ids);
    const news = rows.filter((row) => this.isNew(row));
    await this.say(tx, news, false);
    return news.length;
  }

  /**
   * At start: who was never told, and who was changed where nobody told it, as by the seed file, a new key
   * for secrets, or a version before this.
   */
  async tellChanged(): Promise<void> {
    let afterId: string = NIL;
    for (;;) {
      const rows = await this.repository.page(this.dataSource.manager, afterId, BATCH);
      const ids = rows.filter((row) => this.isNew(row)).map(({ id }) => id);
      if (ids.length > 0) {
        const told = await this.transactions.run((tx) => this.tell(tx, ids));
        this.logger.log(`told other services of ${told} tenants`);
      }
      const last = rows.at(-1);
      if (last === undefined || rows.length < BATCH) return;
      afterId = last.id;
    }
  }

  /** @returns whether there may be more */
  async tellAgain(afterMs = AGAIN_AFTER_MS): Promise<boolean> {
    return this.transactions.run(async (tx) => {
      const rows = await this.repository.lockToTellAgain(tx.manager, afterMs, BATCH);
      await this.say(tx, rows, true);
      return rows.length === BATCH;
    });
  }

  private async say(tx: Transaction, rows: readonly ToldTenantRow[], again: boolean) {
    if (rows.length === 0) return;
    const told = rows.map((row) => ({ row, facts: tenantFacts(row, this.operatorId) }));
    for (const { row, facts } of told) {
      const message = this.messages.make(tenantChanged(facts, Number(row.version) + 1));
      tx.send({ message, patient: true });
    }
    const digests = told.map(({ facts }) => ({ id: facts.id, digest: digestOf(facts) }));
    await this.repository.told(tx.manager, digests, again);
  }

  private isNew(row: ToldTenantRow): boolean {
    return row.digest !== digestOf(tenantFacts(row, this.operatorId));
  }
}
