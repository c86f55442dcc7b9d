import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { Transactions } from '@tapmesh/messaging';
import { DataSource } from 'typeorm';
import { DecisionCommands } from './decision-commands.js';
import { PendingDecisionsRepository } from './pending-decisions.repository.js';

const BATCH = 100;

/** How long another instance's words, or those of an earlier life, may lie unseen. */
const LOOK_AGAIN_MS = 1_000;

/** Says what is due. The due time is in the database, so that a restart forgets no decision. */
@Injectable()
export class PendingDecisionsWorker {
  private readonly logger = new Logger(PendingDecisionsWorker.name);
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | undefined;
  private woken = false;
  private running = false;

  constructor(
    private readonly transactions: Transactions,
    private readonly pending: PendingDecisionsRepository,
    private readonly commands: DecisionCommands,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {}

  start(): void {
    this.running = true;
    this.wake();
  }

  /** Looks at once, e.g. because a decision was just stored that may be due before the next look. */
  wake(): void {
    if (!this.running) return;
    this.woken = true;
    this.round ??= this.rounds();
  }

  /** Resolves when the round in hand has committed. */
  async stop(): Promise<void> {
    this.running = false;
    clearTimeout(this.timer);
    await this.round;
  }

  private async rounds(): Promise<void> {
    let nextInMs = LOOK_AGAIN_MS;
    while (this.running && this.woken) {
      this.woken = false;
      clearTimeout(this.timer);
      nextInMs = await this.sayWhatIsDue();
    }
    // Without an await since the last look at `woken`: a wake in between would go unseen.
    this.round = undefined;
    if (this.running) this.timer = setTimeout(() => this.wake(), nextInMs);
  }

  /** @returns when to look again */
  private async sayWhatIsDue(): Promise<number> {
    try {
      let dueInMs = await this.nextDueInMs();
      while (this.running && dueInMs <= 0) {
        // None: another instance has what is due in hand.
        if ((await this.sayBatch()) === 0) return LOOK_AGAIN_MS;
        dueInMs = await this.nextDueInMs();
      }
      return Math.min(Math.max(dueInMs, 1), LOOK_AGAIN_MS);
    } catch (error) {
      this.logger.warn(`decisions that are due could not be sent, trying again: ${String(error)}`);
      return LOOK_AGAIN_MS;
    }
  }

  /** One indexed statement and no transaction, which is all that an idle bank costs. */
  private async nextDueInMs(): Promise<number> {
    return (await this.pending.nextDueInMs(this.dataSource.manager)) ?? LOOK_AGAIN_MS;
  }

  private sayBatch(): Promise<number> {
    return this.transactions.run(async (tx) => {
      const due = await this.pending.takeDue(tx.manager, BATCH);
      tx.send(...due.map((word) => ({ message: this.commands.commandFor(word) })));
      return due.length;
    });
  }
}
