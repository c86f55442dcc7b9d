import pg from 'pg';
import { parameters, type Column, type Copies } from './copies.js';
import { copyStatement, keepStatement } from './copy-statement.js';
import type { PaymentTable } from './tables.js';
import type { Template } from './templates.js';

const COLUMNS = `
  SELECT column_name AS name, data_type AS type FROM information_schema.columns
  WHERE table_schema = 'public' AND table_name = $1 AND is_generated = 'NEVER'
  ORDER BY ordinal_position`;

interface Prepared {
  table: PaymentTable;
  statement: string;
}

interface Opening {
  url: string;
  tables: readonly PaymentTable[];
  templates: readonly Template[];
}

/** One service's share of a history. */
export class ServiceHistory {
  private constructor(
    private readonly service: string,
    private readonly client: pg.Client,
    private readonly prepared: readonly Prepared[],
  ) {}

  static async open(service: string, { url, tables, templates }: Opening): Promise<ServiceHistory> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      const prepared: Prepared[] = [];
      for (const table of tables) {
        const { rows } = await client.query<Column>(COLUMNS, [table.name]);
        prepared.push({ table, statement: copyStatement(table, rows) });
        await client.query(keepStatement(table), [
          templates.map(({ requestId }) => requestId),
          templates.map(({ incomingPaymentId }) => incomingPaymentId),
          templates.map(({ outgoingPaymentId }) => outgoingPaymentId),
        ]);
      }
      return new ServiceHistory(service, client, prepared);
    } catch (error) {
      await client.end();
      throw error;
    }
  }

  /**
   * In one transaction, so that nobody sees half of a payment.
   * @throws {Error} where a template has not left all of its rows here
   */
  async store(copies: Copies): Promise<void> {
    await this.client.query('BEGIN');
    for (const { table, statement } of this.prepared) {
      const { rows } = await this.client.query<{ count: number }>(statement, parameters(copies));
      const wanted = (copies.to - copies.from) * table.rowsEach;
      const stored = rows[0]?.count;
      if (stored !== wanted) {
        await this.client.query('ROLLBACK');
        throw new Error(
          `history: ${this.service} would have ${stored} rows in ${table.name} instead of ${wanted}: are the payments that are copied complete?`,
        );
      }
    }
    await this.client.query('COMMIT');
  }

  /** What autovacuum would have done by the time that so many payments were made. */
  async settle(): Promise<void> {
    for (const { table } of this.prepared)
      await this.client.query(`VACUUM (ANALYZE) ${table.name}`);
    await this.client.query('CHECKPOINT');
  }

  close(): Promise<void> {
    return this.client.end();
  }
}
