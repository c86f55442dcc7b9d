import { Injectable, Logger } from '@nestjs/common';
import type { Command, Message } from '@tapmesh/events';
import { MessageFactory, Transactions, type Transaction } from '@tapmesh/messaging';
import { BackendMetrics } from '../metrics/backend-metrics.js';
import type { Outcome } from './outcome.js';
import { refusalOf } from './refusal.js';

/** What a use case makes of a batch: the outcome of each command, in their order. */
export type UseCase<C extends Command> = (
  tx: Transaction,
  commands: Message<C>[],
) => Promise<Outcome[]>;

/** A use case that says what it needs to see before it decides. */
export interface LookingUseCase<C extends Command, Seen> {
  /**
   * Reads and locks alone: they travel together with the question which commands were handled before,
   * and so are done for those as well.
   */
  look: (tx: Transaction, commands: Message<C>[]) => Promise<Seen>;
  act: (tx: Transaction, commands: Message<C>[], seen: Seen) => Promise<Outcome[]>;
}

/**
 * How every command comes in: one transaction for the batch, in which a command that was handled
 * before does nothing, and one that is refused tells so to the one who asked.
 */
@Injectable()
export class CommandDoor {
  private readonly logger = new Logger(CommandDoor.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly messages: MessageFactory,
    private readonly metrics: BackendMetrics,
  ) {}

  handle<C extends Command>(commands: Message<C>[], act: UseCase<C>): Promise<void> {
    return this.lookAndHandle(commands, { look: () => Promise.resolve(), act });
  }

  /** The same in one round trip to the database less. */
  async lookAndHandle<C extends Command, Seen>(
    commands: Message<C>[],
    { look, act }: LookingUseCase<C, Seen>,
  ): Promise<void> {
    const done = await this.transactions.run(async (tx) => {
      const [fresh, seen] = await Promise.all([tx.firstTime(commands), look(tx, commands)]);
      const outcomes = fresh.length > 0 ? await act(tx, fresh, seen) : [];
      fresh.forEach((command, index) => this.tell(tx, command, outcomes[index]));
      return { fresh, outcomes };
    });
    this.metrics.handled(done.fresh, done.outcomes);
  }

  private tell(tx: Transaction, command: Message, outcome: Outcome | undefined): void {
    if (outcome === undefined) throw new Error(`${command.type} ${command.id} has no outcome`);
    if (outcome.accepted) return;
    const { code, message } = outcome;
    const refusal = refusalOf({ envelope: command, key: command.key, code, message });
    this.logger.log({ commandId: command.id, subject: command.subject, code }, 'command refused');
    if (refusal !== undefined) tx.send({ message: this.messages.make(refusal) });
  }
}
