import { DatabaseError } from 'pg';
import { describeError, type Log } from '../log.js';
import type { OutboxRow } from './outbox.js';
import type { OutboxPublisher } from './outbox-publisher.js';

export interface UnknownCommitsOptions {
  /** Those of the messages that stand in the outbox. */
  find: (messageIds: string[]) => Promise<OutboxRow[]>;
  publisher: OutboxPublisher;
  log: Log;
}

/**
 * Commits whose answer never came: the connection broke, and the database may have made them. Whatever
 * commits next goes out behind them, so that no later fact of a payment is told before an earlier one;
 * left to the recovery alone they would follow seconds later.
 */
export class UnknownCommits {
  private readonly messageIds = new Set<string>();
  private waiting = 0;
  private settling?: Promise<void>;

  constructor(private readonly options: UnknownCommitsOptions) {}

  /** @param error what the commit failed with: where the database has answered, it is known */
  note(error: unknown, messageIds: readonly string[]): void {
    if (isAnswer(error)) return;
    for (const id of messageIds) this.messageIds.add(id);
  }

  /** Behind whatever may have been committed before it; at once where that is nothing. */
  publish(rows: readonly OutboxRow[]): void {
    const { publisher } = this.options;
    if (this.messageIds.size === 0 && this.waiting === 0) {
      void publisher.publish(rows);
      return;
    }
    this.waiting += 1;
    this.settling ??= this.settle().finally(() => (this.settling = undefined));
    void this.settling.then(() => {
      this.waiting -= 1;
      void publisher.publish(rows);
    });
  }

  private async settle(): Promise<void> {
    const { find, publisher, log } = this.options;
    const ids = [...this.messageIds];
    try {
      const rows = await find(ids);
      const inHand = new Set(publisher.idsInHand);
      const unsaid = rows.filter(({ id }) => !inHand.has(id));
      if (unsaid.length > 0) log.warn(`publishing ${unsaid.length} messages of unanswered commits`);
      void publisher.publish(unsaid);
    } catch (error) {
      log.warn(`unanswered commits are left to the recovery: ${describeError(error)}`);
    }
    for (const id of ids) this.messageIds.delete(id);
  }
}

/** An operator's intervention may come in place of the answer. */
function isAnswer(error: unknown): boolean {
  const cause = (error as { driverError?: unknown }).driverError ?? error;
  return cause instanceof DatabaseError && cause.code?.startsWith('57') !== true;
}
