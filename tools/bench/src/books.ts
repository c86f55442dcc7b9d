import pg from 'pg';
import type { Tally } from './load.js';

/** Reads the backend's database, as an auditor does: nothing of the services is trusted here. */
export class Books {
  private constructor(private readonly client: pg.Client) {}

  static async open(url: string): Promise<Books> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    return new Books(client);
  }

  /** Everything in which the books differ from what the terminals were told. */
  async disagreements(tally: Pick<Tally, 'approved' | 'amount'>): Promise<string[]> {
    const problems: string[] = [];
    const expect = (what: string, found: string | undefined, wanted: bigint): void => {
      if (BigInt(found ?? '0') !== wanted) problems.push(`${what}: ${found}, expected ${wanted}`);
    };
    for (const table of ['outgoing', 'incoming'] as const) {
      const sums = await this.completed(table);
      expect(`completed ${table} payments`, sums.payments, BigInt(tally.approved));
      expect(`amount of completed ${table} payments`, sums.amount, tally.amount);
    }
    for (const { asset, sum } of await this.balances()) {
      expect(`sum of all balances of asset ${asset}`, sum, 0n);
    }
    return problems;
  }

  /** How many transactions have written so far, in every database of the server. */
  async writingTransactions(): Promise<bigint> {
    const [row] = await this.rows<{ next: string }>(
      'SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next',
    );
    return BigInt(row?.next ?? '0');
  }

  async close(): Promise<void> {
    await this.client.end();
  }

  private async completed(table: 'outgoing' | 'incoming') {
    const amount = table === 'outgoing' ? 'debit_amount' : 'received_amount';
    const [row] = await this.rows<{ payments: string; amount: string }>(
      `SELECT count(*)::text AS payments, coalesce(sum(${amount}), 0)::text AS amount
       FROM ${table}_payments WHERE state = 'COMPLETED'`,
    );
    return row ?? { payments: '0', amount: '0' };
  }

  private balances(): Promise<{ asset: string; sum: string }[]> {
    return this.rows(
      `SELECT asset_id::text AS asset, sum(posted)::text AS sum
       FROM ledger_accounts GROUP BY asset_id`,
    );
  }

  private async rows<R extends pg.QueryResultRow>(statement: string): Promise<R[]> {
    return (await this.client.query<R>(statement)).rows;
  }
}
