import { QueryFailedError, type EntityManager, type QueryRunner } from 'typeorm';
import { TransactionClient } from '../database/transaction-client.js';

interface Outcome {
  command: string;
  rows: unknown[];
  rowCount: number | null;
}

/** How we call it; its own types have pg's many other ways too. */
type Client = Pick<
  TransactionClient,
  'beginWithNextStatement' | 'forgetBegin' | 'boundSilence' | 'allowSilence' | 'gather'
> & {
  query(text: string, values?: unknown[]): Promise<Outcome>;
};

/** One transaction on one connection. Statements go straight to pg, in the order of the calls. */
export class Session {
  readonly manager: EntityManager;

  private constructor(
    runner: QueryRunner,
    private readonly client: Client,
  ) {
    // TypeORM's own `query` takes several turns before it sends, and so would be overtaken.
    this.manager = Object.create(runner.manager, {
      query: { value: (text: string, values?: unknown[]) => this.query(text, values) },
    }) as EntityManager;
  }

  static async begin(runner: QueryRunner): Promise<Session> {
    const client: unknown = await runner.connect();
    if (!(client instanceof TransactionClient)) {
      throw new Error('the DataSource has a plain pool: give it `transactionPool` as `extra`');
    }
    client.beginWithNextStatement();
    client.boundSilence();
    return new Session(runner, client as unknown as Client);
  }

  /**
   * Commits behind the last statements, without waiting for them first: in one write with them.
   * @throws what the first of them that failed threw; then nothing is committed
   */
  async commit<T>(
    last: readonly Promise<unknown>[],
    append?: () => Promise<T>,
  ): Promise<T | undefined> {
    const send = this.client.gather();
    let committed: Promise<Outcome>;
    let travelling = last;
    let appended: Promise<T> | undefined;
    try {
      appended = append?.();
      if (last.length === 0 && appended === undefined && this.client.forgetBegin()) {
        return undefined;
      }
      if (appended !== undefined) travelling = [...last, appended];
      // What fails on our side of the wire aborts nothing on the other: the commit must not follow it.
      await Promise.race([Promise.all(travelling), endOfTurn()]);
      committed = this.client.query('COMMIT');
    } finally {
      send();
    }
    const outcomes = await Promise.allSettled([...travelling, committed]);
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
    // A transaction that has failed is rolled back by its `COMMIT`, which does not call that an error.
    const { command } = await committed;
    if (command !== 'COMMIT') throw new Error(`the database answered COMMIT with ${command}`);
    return appended;
  }

  async rollback(): Promise<void> {
    if (this.client.forgetBegin()) return;
    await this.client.query('ROLLBACK');
  }

  /** Whatever became of it, before the connection goes back to its pool. */
  end(): void {
    this.client.allowSilence();
  }

  /** As TypeORM gives it: rows, and of changes how many there were. */
  private async query(text: string, values?: unknown[]): Promise<unknown> {
    try {
      const { command, rows, rowCount } = await this.client.query(text, values);
      return command === 'UPDATE' || command === 'DELETE' ? [rows, rowCount] : rows;
    } catch (error) {
      throw new QueryFailedError(text, values, error as Error);
    }
  }
}

/** When everything that follows from what has happened so far has been heard of; no round trip. */
function endOfTurn(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}
