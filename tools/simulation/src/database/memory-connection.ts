import { TransactionClient } from '@tapmesh/messaging/simulation';
import type { Owner } from '../world/world.js';
import type { MemoryTransaction } from './memory-transaction.js';
import { connectionLost, inFailedTransaction, SqlError } from './sql-error.js';

/** What a connection needs of its database. */
export interface ConnectionEnd {
  begin(owner: Owner): MemoryTransaction;
  end(transaction: MemoryTransaction, how: 'commit' | 'rollback'): void;
  /** A way there and back. @throws {SqlError} where the connection breaks */
  roundTrip(owner: Owner, what: string): Promise<void>;
  /** The same for the end of a transaction, which may be done and stay unheard. */
  commitTrip(owner: Owner, commit: () => void): Promise<void>;
  /** @throws where it is not what time it is */
  clock(sql: string): { now: Date }[];
}

interface Outcome {
  command: string;
  rows: unknown[];
  rowCount: number | null;
}

/**
 * One connection: what is asked on it is done in the order in which it was asked, each when the one
 * before it is done, and once something failed in a transaction nothing more is.
 */
export class MemoryConnection {
  private last: Promise<unknown> = Promise.resolve();
  private transaction?: MemoryTransaction;
  private opening = false;
  private failed = false;
  private broken = false;

  constructor(
    private readonly owner: Owner,
    private readonly end: ConnectionEnd,
  ) {}

  /** As `Transactions` know it: the real session talks to it. */
  asClient(): TransactionClient {
    return Object.assign(
      Object.create(TransactionClient.prototype) as TransactionClient,
      {
        beginWithNextStatement: () => void (this.opening = true),
        forgetBegin: () => this.forgetBegin(),
        boundSilence: () => undefined,
        allowSilence: () => undefined,
        gather: () => () => undefined,
        query: (text: string) => this.query(text),
      } as unknown as Partial<TransactionClient>,
    );
  }

  statement<T>(what: string, work: (tx: MemoryTransaction) => T | Promise<T>): Promise<T> {
    this.open();
    return this.inTurn(async () => {
      if (this.failed) throw inFailedTransaction();
      try {
        await this.end.roundTrip(this.owner, what);
        if (this.transaction === undefined) throw new Error(`${what}: outside a transaction`);
        return await work(this.transaction);
      } catch (error) {
        this.failed = true;
        if (error instanceof SqlError && error.breaksConnection) this.breakDown();
        throw error;
      }
    });
  }

  private query(text: string): Promise<Outcome> {
    if (text === 'COMMIT') return this.inTurn(() => this.commit());
    if (text === 'ROLLBACK') return this.inTurn(() => this.rollback());
    return this.statement('what time it is', () => {
      const rows = this.end.clock(text);
      return { command: 'SELECT', rows, rowCount: rows.length };
    });
  }

  private async commit(): Promise<Outcome> {
    const { transaction, failed } = this;
    if (transaction === undefined) throw new Error('COMMIT outside a transaction');
    if (failed) return this.rollback();
    try {
      await this.end.commitTrip(this.owner, () => this.end.end(transaction, 'commit'));
    } catch (error) {
      this.breakDown();
      throw error;
    }
    return { command: 'COMMIT', rows: [], rowCount: null };
  }

  private rollback(): Promise<Outcome> {
    if (this.transaction !== undefined) this.end.end(this.transaction, 'rollback');
    return Promise.resolve({ command: 'ROLLBACK', rows: [], rowCount: null });
  }

  private open(): void {
    if (!this.opening) return;
    this.opening = false;
    this.transaction = this.end.begin(this.owner);
  }

  private forgetBegin(): boolean {
    const never = this.opening;
    this.opening = false;
    return never;
  }

  private breakDown(): void {
    this.broken = true;
    if (this.transaction !== undefined) this.end.end(this.transaction, 'rollback');
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.last.then(() => {
      if (this.broken) throw connectionLost();
      return work();
    });
    this.last = result.catch(() => undefined);
    return result;
  }
}
