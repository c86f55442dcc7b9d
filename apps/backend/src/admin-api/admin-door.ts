import { Injectable } from '@nestjs/common';
import type { Command, Message, PayloadOf } from '@tapmesh/events';
import { Transactions, type Transaction } from '@tapmesh/messaging';
import { v7 as uuidv7 } from 'uuid';
import type { LookingUseCase } from '../commands/command-door.js';
import type { Outcome } from '../commands/outcome.js';
import { BackendMetrics } from '../metrics/backend-metrics.js';
import { IdempotencyKeys, type IdempotentCall } from './idempotency/idempotency-keys.js';
import { refusalError } from './refusals.js';

/** As the source of a command: an asker who speaks for its tenant alone, as a bank does on Kafka. */
const SOURCE = '/admin-api';

export interface AdminCommand<C extends Command> {
  type: C;
  /** The tenant that the command is for: the caller's own, or whose thing the operator acts on. */
  tenantId: string;
  subject: string;
  data: PayloadOf<C>;
}

/** The same message as Kafka carries, so that one rule serves both doors. */
export function adminCommand<C extends Command>(command: AdminCommand<C>): Message<C> {
  return {
    ...command,
    id: uuidv7(),
    key: command.subject,
    source: SOURCE,
    time: new Date().toISOString(),
    audience: [],
  } as unknown as Message<C>;
}

/**
 * The other door of the backend's commands: one command, one transaction, and the outcome is the answer
 * instead of a message.
 */
@Injectable()
export class AdminDoor {
  constructor(
    private readonly transactions: Transactions,
    private readonly keys: IdempotencyKeys,
    private readonly metrics: BackendMetrics,
  ) {}

  /**
   * @returns the reference of the call: what it made or changed, or did the first time it came
   * @throws {AdminApiError} where the command is refused; what the refusal changed is committed
   */
  async obey<C extends Command, Seen>(
    command: Message<C>,
    call: IdempotentCall,
    use: LookingUseCase<C, Seen>,
  ): Promise<string> {
    const { before } = await this.handle(command, call, use);
    return before ?? call.reference;
  }

  /** The same, answered by what has been made of it, which nobody reads again. */
  async obeyAndAnswer<C extends Command, Seen, T>(
    command: Message<C>,
    call: IdempotentCall,
    { look, act, again }: AnsweringUseCase<C, Seen, T>,
  ): Promise<T> {
    let made: T | undefined;
    const { before } = await this.handle(command, call, {
      look,
      act: async (tx, commands, seen) => {
        const results = await act(tx, commands, seen);
        made = results[0]?.made;
        return results.map(({ outcome }) => outcome);
      },
    });
    if (before !== undefined) return again(before);
    if (made === undefined) throw new Error(`${command.type} has made nothing`);
    return made;
  }

  private async handle<C extends Command, Seen>(
    command: Message<C>,
    call: IdempotentCall,
    { look, act }: LookingUseCase<C, Seen>,
  ): Promise<{ before?: string }> {
    const { before, outcome } = await this.transactions.run(async (tx) => {
      const [taken, seen] = await Promise.all([
        this.keys.take(tx.manager, call),
        look(tx, [command]),
      ]);
      if (taken !== undefined) return { before: taken };
      const [first] = await act(tx, [command], seen);
      if (first === undefined) throw new Error(`${command.type} has no outcome`);
      if (!first.accepted) tx.withCommit(this.keys.giveBack(tx.manager, call));
      return { outcome: first };
    });
    if (before !== undefined) return { before };
    this.metrics.handled([command], [outcome]);
    if (!outcome.accepted) throw refusalError(outcome.code, outcome.message);
    return {};
  }

  /** For what is no command on Kafka: the same idempotency around it. */
  async once<Seen, T>(call: IdempotentCall, { look, first, again }: Once<Seen, T>): Promise<T> {
    const result = await this.transactions.run(async (tx): Promise<{ done: T } | string> => {
      const [taken, seen] = await Promise.all([this.keys.take(tx.manager, call), look(tx)]);
      return taken ?? { done: await first(tx, seen) };
    });
    return typeof result === 'string' ? again(result) : result.done;
  }
}

export interface AnsweringUseCase<C extends Command, Seen, T> extends Pick<
  LookingUseCase<C, Seen>,
  'look'
> {
  act: (
    tx: Transaction,
    commands: Message<C>[],
    seen: Seen,
  ) => Promise<{ outcome: Outcome; made?: T }[]>;
  /** Answers a repeat from what the first call made. */
  again: (reference: string) => Promise<T>;
}

export interface Once<Seen, T> {
  /** What `first` needs, read in the same round trip that takes the key. */
  look: (tx: Transaction) => Promise<Seen>;
  first: (tx: Transaction, seen: Seen) => T | Promise<T>;
  /** Answers a repeat from what the first call made. */
  again: (reference: string) => Promise<T>;
}
