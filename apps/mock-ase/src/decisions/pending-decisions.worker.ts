import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { Transactions } from '@tapmesh/messaging';
import { DataSource } from 'typeorm';
import { DueRounds } from '../rounds/due-rounds.js';
import { DecisionCommands } from './decision-commands.js';
import { PendingDecisionsRepository } from './pending-decisions.repository.js';

const BATCH = 100;

/** Says what is due. The due time is in the database, so that a restart forgets no decision. */
@Injectable()
export class PendingDecisionsWorker {
  private readonly rounds: DueRounds;

  constructor(
    private readonly transactions: Transactions,
    private readonly pending: PendingDecisionsRepository,
    private readonly commands: DecisionCommands,
    @InjectDataSource() dataSource: DataSource,
  ) {
    this.rounds = new DueRounds({
      what: 'decisions',
      nextDueInMs: () => pending.nextDueInMs(dataSource.manager),
      handleSome: () => this.sayBatch(),
      logger: new Logger(PendingDecisionsWorker.name),
    });
  }

  start(): void {
    this.rounds.start();
  }

  /** Looks at once, e.g. because a decision was just stored that may be due before the next look. */
  wake(): void {
    this.rounds.wake();
  }

  /** Resolves when the round in hand has committed. */
  stop(): Promise<void> {
    return this.rounds.stop();
  }

  private sayBatch(): Promise<number> {
    return this.transactions.run(async (tx) => {
      const due = await this.pending.takeDue(tx.manager, BATCH);
      tx.send(...due.map((word) => ({ message: this.commands.commandFor(word) })));
      return due.length;
    });
  }
}
