import type { DataSource } from 'typeorm';
import type { Owner, World } from '../world/world.js';
import { Locks } from './locks.js';
import { MemoryConnection, type ConnectionEnd } from './memory-connection.js';
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
  /** Who speaks through a manager: a connection in a transaction, or an instance without one. */
  private readonly speakers = new WeakMap<object, MemoryConnection | Owner>();
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
    const manager = { query: (sql: string) => this.statement(manager, sql, () => this.clock(sql)) };
    const source = { manager, createQueryRunner: () => this.queryRunner(owner) };
    this.speakers.set(manager, owner);
    this.speakers.set(source, owner);
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
    const speaker = this.speakerOf(manager as object);
    if (speaker === undefined) throw new Error(`${what}: not a manager of ${this.name}`);
    return speaker instanceof MemoryConnection
      ? speaker.statement(what, work)
      : this.alone(speaker, what, work);
  }

  private async alone<T>(
    owner: Owner,
    what: string,
    work: (tx: MemoryTransaction) => T | Promise<T>,
  ): Promise<T> {
    const breaks = this.faults.breaks('commit');
    await this.roundTrip(owner, what, breaks === 'before');
    const own = this.begin(owner);
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

  private queryRunner(owner: Owner): object {
    const manager = {};
    const connection = new MemoryConnection(owner, this.connectionEnd());
    this.speakers.set(manager, connection);
    return {
      manager,
      connect: () => Promise.resolve(connection.asClient()),
      release: () => Promise.resolve(),
    };
  }

  private connectionEnd(): ConnectionEnd {
    return {
      begin: (owner) => this.begin(owner),
      end: (transaction, how) => this.end(transaction, how),
      roundTrip: (owner, what) =>
        this.roundTrip(owner, what, this.faults.breaks('statement') !== undefined),
      commitTrip: (owner, commit) => this.commitTrip(owner, commit),
      clock: (sql) => this.clock(sql),
    };
  }

  /** A session's manager has the runner's as its prototype. */
  private speakerOf(manager: object): MemoryConnection | Owner | undefined {
    const speaker = this.speakers.get(manager);
    if (speaker !== undefined) return speaker;
    return this.speakers.get(Object.getPrototypeOf(manager) as object);
  }

  private begin(owner: Owner): MemoryTransaction {
    this.transactionId += 1;
    const transaction = new MemoryTransaction(this.transactionId, owner, this.locks);
    this.open.add(transaction);
    return transaction;
  }

  private end(transaction: MemoryTransaction, how: 'commit' | 'rollback'): void {
    this.open.delete(transaction);
    if (transaction.ended) return;
    transaction[how]();
    if (how === 'commit') this.onCommit();
  }

  private async roundTrip(owner: Owner, what: string, breaks: boolean): Promise<void> {
    await this.world.ask(owner, this.faults.latencyMs(), () => {
      this.world.trace(() => `${this.name}: ${what}${breaks ? ', connection lost' : ''}`);
      if (breaks) throw connectionLost();
    });
  }

  private async commitTrip(owner: Owner, commit: () => void): Promise<void> {
    const breaks = this.faults.breaks('commit');
    await this.world.ask(owner, this.faults.latencyMs(), () => {
      if (breaks !== 'before') commit();
      this.world.trace(
        () => `${this.name}: commit${breaks ? `, connection lost ${breaks} it` : ''}`,
      );
      if (breaks !== undefined) throw connectionLost();
    });
  }

  /** The one statement that services make by hand here: what time it is. */
  private clock(sql: string): { now: Date }[] {
    if (!/^SELECT clock_timestamp\(\) AS now$/.test(sql.trim())) {
      throw new SqlError('0A000', `this statement is not simulated: ${sql.trim().slice(0, 80)}`);
    }
    return [{ now: this.now }];
  }
}
