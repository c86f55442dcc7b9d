import { Injectable } from '@nestjs/common';
import type { Command, Message, PayloadOf } from '@tapmesh/events';
import { Transactions, type Transaction } from '@tapmesh/messaging';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { LookingUseCase } from '../commands/command-door.js';
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
    private readonly dataSource: DataSource,
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

  /**
   * The same, answered by what there is then. It is read together with the commit: for whoever waits that
   * is a round trip less.
   */
  async obeyAndRead<C extends Command, Seen, T>(
    command: Message<C>,
    call: IdempotentCall,
    { read, ...use }: ReadingUseCase<C, Seen, T>,
  ): Promise<T> {
    let reading: Promise<T> | undefined;
    const { before } = await this.handle(command, call, {
      look: use.look,
      act: async (tx, commands, seen) => {
        const outcomes = await use.act(tx, commands, seen);
        if (outcomes[0]?.accepted) tx.withCommit((reading = read(tx.manager, call.reference)));
        return outcomes;
      },
    });
    return before === undefined && reading !== undefined
      ? reading
      : read(this.dataSource.manager, before ?? call.reference);
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
  async once<T>(call: IdempotentCall, { first, again }: Once<T>): Promise<T> {
    const result = await this.transactions.run(async (tx): Promise<{ done: T } | string> => {
      const taken = await this.keys.take(tx.manager, call);
      return taken ?? { done: await first(tx) };
    });
    return typeof result === 'string' ? again(result) : result.done;
  }
}

export interface ReadingUseCase<C extends Command, Seen, T> extends LookingUseCase<C, Seen> {
  read: (manager: EntityManager, reference: string) => Promise<T>;
}

export interface Once<T> {
  first: (tx: Transaction) => Promise<T>;
  /** Answers a repeat from what the first call made. */
  again: (reference: string) => Promise<T>;
}
