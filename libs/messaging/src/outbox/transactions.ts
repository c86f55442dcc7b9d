import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import type { OutgoingMessage } from '../options.js';
import { Inbox } from './inbox.js';
import { Outbox, type OutboxRow } from './outbox.js';
import { OutboxPublisher } from './outbox-publisher.js';

/** What belongs together: the state, the messages that tell of it, the note of what was handled. */
export interface Transaction {
  manager: EntityManager;
  /** Written to the outbox at the end of the transaction, published when it has committed. */
  send(...messages: OutgoingMessage[]): void;
  /** Those of the messages that this service has not handled before; recorded as handled now. */
  firstTime<M extends { id: string }>(messages: M[]): Promise<M[]>;
}

/** One database transaction per fact, with outbox and inbox. */
@Injectable()
export class Transactions {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(Inbox) private readonly inbox: Inbox,
    @Inject(OutboxPublisher) private readonly publisher: OutboxPublisher,
  ) {}

  /**
   * Resolves at the commit; publishing goes on behind it. Round trips besides the work's own:
   * begin, one insert if anything was sent, commit.
   */
  async run<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.startTransaction();
      const messages: OutgoingMessage[] = [];
      const result = await work(this.transaction(runner, messages));
      const rows: OutboxRow[] =
        messages.length > 0 ? await this.outbox.append(runner.manager, messages) : [];
      await runner.commitTransaction();
      void this.publisher.publish(rows);
      return result;
    } catch (error) {
      // A rollback fails when the connection is gone, and then the server has rolled back already.
      await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release().catch(() => undefined);
    }
  }

  private transaction(runner: QueryRunner, messages: OutgoingMessage[]): Transaction {
    return {
      manager: runner.manager,
      send: (...more) => void messages.push(...more),
      firstTime: (seen) => this.inbox.firstTime(runner.manager, seen),
    };
  }
}
