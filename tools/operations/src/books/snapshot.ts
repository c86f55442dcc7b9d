import { tlsOptions, type TlsMaterial } from '@tapmesh/service-kit';
import pg from 'pg';

const CONNECT_TIMEOUT_MS = 10_000;
/** A statement that takes longer is stuck behind somebody's lock. */
const STATEMENT_TIMEOUT_MS = 600_000;

/** The next rows of a result; none when it is at its end. */
export type NextPage<Row> = () => Promise<Row[]>;

/**
 * One database as it was at one moment, whatever is written meanwhile. Read-only, so that whoever
 * looks cannot be what puts the books apart.
 */
export class Snapshot {
  private cursors = 0;

  private constructor(
    private readonly service: string,
    private readonly client: pg.Client,
  ) {}

  static async connect(service: string, url: string, tls?: TlsMaterial): Promise<Snapshot> {
    const client = new pg.Client({
      connectionString: url,
      ssl: tlsOptions(url, tls),
      application_name: 'tapmesh-operations',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
    });
    // A connection that breaks is told by the statement that wanted it.
    client.on('error', () => undefined);
    await client.connect();
    return new Snapshot(service, client);
  }

  /** Looks anew: what was committed until now is seen from here on. */
  async renew(): Promise<void> {
    await this.client.query('ROLLBACK').catch(ignoreNoTransaction);
    await this.client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    // Results are read to their end: the plan for the whole is wanted, not the one for the first row.
    await this.client.query(`SET LOCAL cursor_tuple_fraction = 1`);
    await this.client.query(`SET LOCAL work_mem = '64MB'`);
    await this.client.query(`SET LOCAL jit = off`);
  }

  async rows<Row extends pg.QueryResultRow>(
    statement: string,
    parameters: unknown[] = [],
  ): Promise<Row[]> {
    return (await this.client.query<Row>(statement, parameters)).rows;
  }

  /** A result of any size, in pages: the server keeps what was not fetched yet. */
  pages<Row extends pg.QueryResultRow>(statement: string, pageSize = 5_000): NextPage<Row> {
    const cursor = `page_${(this.cursors += 1)}`;
    let declared: Promise<unknown> | undefined;
    return async () => {
      declared ??= this.client.query(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${statement}`);
      await declared;
      return (await this.client.query<Row>(`FETCH ${pageSize} FROM ${cursor}`)).rows;
    };
  }

  async close(): Promise<void> {
    await this.client.end().catch(() => undefined);
  }

  toString(): string {
    return this.service;
  }
}

function ignoreNoTransaction(error: { code?: string }): void {
  // A connection that is lost has lost its transaction too: BEGIN says so.
  if (error.code !== undefined) throw error;
}
