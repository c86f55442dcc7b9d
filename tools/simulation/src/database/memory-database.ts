import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import type { Owner, World } from '../world/world.js';
import { Locks } from './locks.js';
import { MemoryTransaction } from './memory-transaction.js';
import { connectionLost, SqlError } from './sql-error.js';

/** How the way to the database behaves, asked at each step. */
export interface DatabaseFaults {
  /** How long a round trip takes, in milliseconds. */
  latencyMs: () => number;
  /** Whether the connection breaks; after a commit has been done it breaks unheard. */
  breaks: (at: 'statement' | 'commit') => 'before' | 'after' | undefined;
}

/** The database of one service, which outlives its instances. */
export class MemoryDatabase {
  /** Called at each commit, with everything that has been committed in place. */
  onCommit: () => void = () => undefined;
  private readonly locks: Locks;
  private readonly open = new Set<MemoryTransaction>();
  private readonly managers = new WeakMap<object, MemoryTransaction | Owner>();
  private transactionId = 0;

  constructor(
    readonly name: string,
    readonly world: World,
    private readonly faults: DatabaseFaults,
  ) {
    this.locks = new Locks(world);
  }

  /** Its own clock, which all instances share. */
  get now(): Date {
    return new Date(this.world.nowMs);
  }

  get openTransactions(): number {
    return this.open.size;
  }

  /** An instance's way to it, as TypeORM would give it one. */
  connect(owner: Owner): DataSource {
    const source = {
      manager: this.manager(owner),
      createQueryRunner: () => this.queryRunner(owner),
      query: (sql: string) => this.clock(owner, sql),
    };
    this.managers.set(source, owner);
    return source as unknown as DataSource;
  }

  /** Ends what a dead instance had begun, as PostgreSQL does when its connections break. */
  forget(owner: Owner): void {
    for (const transaction of [...this.open]) {
      if (transaction.owner === owner) this.end(transaction, 'rollback');
    }
  }

  /** One statement: a round trip, in the manager's transaction or in one of its own. */
  async statement<T>(
    manager: unknown,
    what: string,
    work: (tx: MemoryTransaction) => T | Promise<T>,
  ): Promise<T> {
    const context = this.managers.get(manager as object);
    if (context === undefined) throw new Error(`${what}: not a manager of ${this.name}`);
    if (context instanceof MemoryTransaction) {
      await this.roundTrip(context.owner, what, this.faults.breaks('statement') !== undefined);
      if (context.ended) throw connectionLost();
      return work(context);
    }
    const breaks = this.faults.breaks('commit');
    await this.roundTrip(context, what, breaks === 'before');
    const own = this.begin(context);
    try {
      const result = await work(own);
      this.end(own, 'commit');
      if (breaks === 'after') throw connectionLost();
      return result;
    } catch (error) {
      this.end(own, 'rollback');
      throw error;
    }
  }

  private queryRunner(owner: Owner): QueryRunner {
    let transaction: MemoryTransaction | undefined;
    const manager = {
      query: (sql: string) => this.clock(owner, sql),
    };
    const runner = {
      manager,
      startTransaction: async () => {
        await this.roundTrip(owner, 'begin');
        transaction = this.begin(owner);
        this.managers.set(manager, transaction);
      },
      commitTransaction: () => this.commit(owner, transaction),
      rollbackTransaction: () => {
        if (transaction !== undefined) this.end(transaction, 'rollback');
        return Promise.resolve();
      },
      release: () => Promise.resolve(),
    };
    return runner as unknown as QueryRunner;
  }

  private manager(owner: Owner): EntityManager {
    const manager = { query: (sql: string) => this.clock(owner, sql) };
    this.managers.set(manager, owner);
    return manager as unknown as EntityManager;
  }

  private begin(owner: Owner): MemoryTransaction {
    this.transactionId += 1;
    const transaction = new MemoryTransaction(this.transactionId, owner, this.locks);
    this.open.add(transaction);
    return transaction;
  }

  private async commit(owner: Owner, transaction?: MemoryTransaction): Promise<void> {
    const breaks = this.faults.breaks('commit');
    await this.world.ask(owner, this.faults.latencyMs(), () => {
      if (transaction === undefined || transaction.ended) throw connectionLost();
      if (breaks === 'before') this.end(transaction, 'rollback');
      else this.end(transaction, 'commit');
      this.world.trace(
        () => `${this.name}: commit${breaks ? `, connection lost ${breaks} it` : ''}`,
      );
      if (breaks !== undefined) throw connectionLost();
    });
  }

  private end(transaction: MemoryTransaction, how: 'commit' | 'rollback'): void {
    this.open.delete(transaction);
    if (transaction.ended) return;
    transaction[how]();
    if (how === 'commit') this.onCommit();
  }

  private async roundTrip(owner: Owner, what: string, breaks = false): Promise<void> {
    await this.world.ask(owner, this.faults.latencyMs(), () => {
      this.world.trace(() => `${this.name}: ${what}${breaks ? ', connection lost' : ''}`);
      if (breaks) throw connectionLost();
    });
  }

  /** The one statement that services make by hand here: what time it is. */
  private async clock(owner: Owner, sql: string): Promise<{ now: Date }[]> {
    if (!/^SELECT clock_timestamp\(\) AS now$/.test(sql.trim())) {
      throw new SqlError('0A000', `this statement is not simulated: ${sql.trim().slice(0, 80)}`);
    }
    await this.roundTrip(owner, 'what time it is');
    return [{ now: this.now }];
  }
}
