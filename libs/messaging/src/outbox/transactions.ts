import { Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { OutgoingMessage } from '../options.js';
import { Inbox } from './inbox.js';
import { Outbox, type OutboxRow } from './outbox.js';
import { OutboxPublisher } from './outbox-publisher.js';
import { Session } from './session.js';
import { UnknownCommits } from './unknown-commits.js';

/** SQLSTATE. */
const IN_FAILED_TRANSACTION = '25P02';

/** What belongs together: the state, the messages that tell of it, the note of what was handled. */
export interface Transaction {
  manager: EntityManager;
  /** Written to the outbox at the end of the transaction, published when it has committed. */
  send(...messages: OutgoingMessage[]): void;
  /** Those of the messages that this service has not handled before; recorded as handled now. */
  firstTime<M extends { id: string }>(messages: M[]): Promise<M[]>;
  /**
   * Statements whose outcome decides nothing: they travel with the commit instead of being waited
   * for. When one fails, nothing is committed.
   */
  withCommit(...statements: Promise<unknown>[]): void;
}

/** One database transaction per fact, with outbox and inbox. */
@Injectable()
export class Transactions {
  private readonly unknown: UnknownCommits;

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(Inbox) private readonly inbox: Inbox,
    @Inject(OutboxPublisher) publisher: OutboxPublisher,
  ) {
    this.unknown = new UnknownCommits({
      find: (messageIds) => outbox.find(dataSource.manager, messageIds),
      publisher,
      log: new Logger('Messaging'),
    });
  }

  /**
   * Resolves at the commit; publishing goes on behind it. The transaction begins with the work's
   * first statement, and what was sent is written to the outbox together with the commit: no round
   * trip but that one is added to the work's own.
   */
  async run<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const session = await Session.begin(runner);
      const messages: OutgoingMessage[] = [];
      const last: Promise<unknown>[] = [];
      try {
        const result = await work(this.transaction(session, messages, last));
        this.unknown.publish(await this.commit(session, messages, last));
        return result;
      } catch (error) {
        // It fails when the connection is gone, and then the server has rolled back already.
        await session.rollback().catch(() => undefined);
        throw await causeOf(error, last);
      } finally {
        session.end();
      }
    } finally {
      await runner.release().catch(() => undefined);
    }
  }

  private async commit(
    session: Session,
    messages: readonly OutgoingMessage[],
    last: readonly Promise<unknown>[],
  ): Promise<OutboxRow[]> {
    if (messages.length === 0) {
      await session.commit(last);
      return [];
    }
    try {
      const rows = await session.commit(last, () => this.outbox.append(session.manager, messages));
      return rows ?? [];
    } catch (error) {
      this.unknown.note(
        error,
        messages.map(({ message }) => message.id),
      );
      throw error;
    }
  }

  private transaction(
    { manager }: Session,
    messages: OutgoingMessage[],
    last: Promise<unknown>[],
  ): Transaction {
    return {
      manager,
      send: (...more) => void messages.push(...more),
      firstTime: (seen) => this.inbox.firstTime(manager, seen),
      withCommit: (...statements) => {
        // Heard of at the commit; until then a failure must not count as unhandled.
        for (const statement of statements) statement.catch(() => undefined);
        last.push(...statements);
      },
    };
  }
}

/** What fails only because a statement before it did says nothing of why. */
async function causeOf(error: unknown, earlier: readonly Promise<unknown>[]): Promise<unknown> {
  if ((error as { code?: unknown }).code !== IN_FAILED_TRANSACTION) return error;
  const outcomes = await Promise.allSettled(earlier);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  return failed ? failed.reason : error;
}
