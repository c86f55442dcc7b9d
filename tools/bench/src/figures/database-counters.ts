import pg from 'pg';

/** What a PostgreSQL server has done so far, in all of its databases. */
export interface DatabaseCounts {
  /** Transactions that wrote: only those get an id, and ids are counted up. */
  writingTransactions: number;
  /** Without those that begin and end transactions; `NaN` where the server does not count them. */
  statements: number;
}

const WRITING = 'SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS count';

/**
 * `BEGIN` and `COMMIT` are left out: they come with the transactions, which are counted beside, and
 * a driver that sent them along with their neighbours would seem to save work that it does not.
 */
const STATEMENTS = `
  SELECT coalesce(sum(calls), 0)::text AS count FROM pg_stat_statements
  WHERE query !~* '^\\s*(begin|start transaction|commit|end|rollback|savepoint|release)\\M'`;

/** The server's own counters, over one connection. */
export class DatabaseCounters {
  private constructor(
    private readonly client: pg.Client,
    private readonly countsStatements: boolean,
  ) {}

  static async open(url: string): Promise<DatabaseCounters> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const counts = await client
      .query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements')
      .then(() => client.query('SELECT 1 FROM pg_stat_statements LIMIT 1'))
      .then(() => true)
      .catch(() => false);
    return new DatabaseCounters(client, counts);
  }

  async read(): Promise<DatabaseCounts> {
    return {
      writingTransactions: await this.count(WRITING),
      statements: this.countsStatements ? await this.count(STATEMENTS) : Number.NaN,
    };
  }

  close(): Promise<void> {
    return this.client.end();
  }

  /** Below 2^53 for as long as anybody will run this. */
  private async count(statement: string): Promise<number> {
    const { rows } = await this.client.query<{ count: string }>(statement);
    return Number(rows[0]?.count);
  }
}
