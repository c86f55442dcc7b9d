import {
  Inject,
  Injectable,
  Logger,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import { within } from './backoff.js';
import { Broker } from './kafka/broker.js';
import { describeError } from './log.js';
import { MessagingStats } from './messaging-stats.js';
import { Inbox } from './outbox/inbox.js';
import { Outbox } from './outbox/outbox.js';
import { OutboxPublisher } from './outbox/outbox-publisher.js';
import { OutboxRecovery } from './outbox/outbox-recovery.js';

const FLUSH_TIMEOUT_MS = 5_000;
const PRUNE_EVERY_MS = 3_600_000;

/** Starts what runs in the background, and ends it when nobody sends any more. */
@Injectable()
export class MessagingLifecycle implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('Messaging');
  private readonly recovery: OutboxRecovery;
  private pruning?: NodeJS.Timeout;

  constructor(
    @Inject(Broker) private readonly broker: Broker,
    @Inject(OutboxPublisher) private readonly publisher: OutboxPublisher,
    @Inject(Outbox) outbox: Outbox,
    @Inject(Inbox) private readonly inbox: Inbox,
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(MessagingStats) stats: MessagingStats,
  ) {
    stats.storedOldestAgeMs = () => outbox.oldestAgeMs(dataSource);
    this.recovery = new OutboxRecovery({
      claim: (claim) => outbox.claim(dataSource, claim),
      release: (ids) => outbox.release(dataSource, ids),
      publisher,
      stats,
      log: this.log,
    });
  }

  onApplicationBootstrap(): void {
    this.broker.producer
      .connect()
      .catch((error: unknown) => this.log.warn(`no broker yet: ${describeError(error)}`));
    this.recovery.start();
    this.pruning = setInterval(() => void this.prune(), PRUNE_EVERY_MS);
    this.pruning.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.pruning);
    await within(FLUSH_TIMEOUT_MS, this.recovery.stop());
    if (!(await within(FLUSH_TIMEOUT_MS, this.publisher.whenPublished()))) {
      this.log.warn(`${this.publisher.pending} messages stay in the outbox for the next instance`);
    }
    await within(FLUSH_TIMEOUT_MS, this.publisher.flush());
    this.publisher.close();
    await this.broker.close(FLUSH_TIMEOUT_MS);
  }

  private async prune(): Promise<void> {
    try {
      await this.inbox.prune(this.dataSource);
    } catch (error) {
      this.log.debug(`the inbox was not pruned: ${describeError(error)}`);
    }
  }
}

/**
 * A module of its own, and not a global one: Nest ends those before the global ones, so the last
 * deletions find a database, in whatever order a service imports its modules.
 */
@Module({ providers: [MessagingLifecycle] })
export class MessagingLifecycleModule {}
