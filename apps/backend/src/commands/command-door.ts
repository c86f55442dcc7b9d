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

  async handle<C extends Command>(commands: Message<C>[], useCase: UseCase<C>): Promise<void> {
    const done = await this.transactions.run(async (tx) => {
      const fresh = await tx.firstTime(commands);
      const outcomes = fresh.length > 0 ? await useCase(tx, fresh) : [];
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
