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

/** One command whose asker waits for the answer. */
export interface Asking<C extends Command, Seen, Read> {
  command: Message<C>;
  useCase: LookingUseCase<C, Seen>;
  /**
   * What the answer shows of the result, accepted or not. It is asked behind the last change and
   * travels with the commit, so it costs no round trip.
   */
  read: (tx: Transaction) => Promise<Read>;
}

export interface Answer<Read> {
  outcome: Outcome;
  read: Read;
}

/**
 * How every command comes in. From Kafka: one transaction for the batch, in which a command that was
 * handled before does nothing, and one that is refused tells so to the one who asked. Over the Admin
 * API: one command at a time through the same use cases, whose outcome is the answer itself.
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

  /**
   * The second door: nothing is told of a refusal, and nothing noted as handled, for no command comes
   * twice here; who may ask twice has an idempotency key. A refusal commits like anything else: it may
   * have closed what was out of time.
   * @throws whatever the database throws; then nothing has happened
   */
  async answer<C extends Command, Seen, Read>(
    asking: Asking<C, Seen, Read>,
  ): Promise<Answer<Read>> {
    const answer = await this.transactions.run((tx) => this.answerWithin(tx, asking));
    this.metrics.handled([asking.command], [answer.outcome]);
    return { outcome: answer.outcome, read: await answer.reading };
  }

  /** The same in a transaction that has more to do; whoever commits it counts the outcome. */
  async answerWithin<C extends Command, Seen, Read>(
    tx: Transaction,
    { command, useCase, read }: Asking<C, Seen, Read>,
  ): Promise<{ outcome: Outcome; reading: Promise<Read> }> {
    const seen = await useCase.look(tx, [command]);
    const [outcome] = await useCase.act(tx, [command], seen);
    if (outcome === undefined) throw new Error(`${command.type} ${command.id} has no outcome`);
    const reading = read(tx);
    tx.withCommit(reading);
    return { outcome, reading };
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
