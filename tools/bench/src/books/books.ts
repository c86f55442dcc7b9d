import pg from 'pg';
import type { Tally } from '../load/tally.js';

interface Completed {
  payments: bigint;
  amount: bigint;
}

const NOTHING: Completed = { payments: 0n, amount: 0n };

/** Reads the backend's database, as an auditor does: nothing of the services is trusted here. */
export class Books {
  /** A database that is already in use has payments that we did not make. */
  private before = { outgoing: NOTHING, incoming: NOTHING };

  private constructor(private readonly client: pg.Client) {}

  static async open(url: string): Promise<Books> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const books = new Books(client);
    books.before = await books.allCompleted();
    return books;
  }

  /** Everything in which the books differ from what the terminals were told. */
  async disagreements(tally: Pick<Tally, 'approved' | 'amount'>): Promise<string[]> {
    const problems: string[] = [];
    const expect = (what: string, found: bigint, wanted: bigint): void => {
      if (found !== wanted) problems.push(`${what}: ${found}, expected ${wanted}`);
    };
    for (const table of ['outgoing', 'incoming'] as const) {
      const now = await this.completed(table);
      const { payments, amount } = this.before[table];
      expect(`completed ${table} payments`, now.payments - payments, BigInt(tally.approved));
      expect(`amount of completed ${table} payments`, now.amount - amount, tally.amount);
    }
    for (const { asset, sum } of await this.balances()) {
      expect(`sum of all balances of asset ${asset}`, BigInt(sum), 0n);
    }
    return problems;
  }

  /** Payments that no terminal was told of are made meanwhile: they are not compared. */
  async leavingOut(work: () => Promise<void>): Promise<void> {
    const was = await this.allCompleted();
    await work();
    const is = await this.allCompleted();
    for (const table of ['outgoing', 'incoming'] as const) {
      const { payments, amount } = this.before[table];
      this.before[table] = {
        payments: payments + is[table].payments - was[table].payments,
        amount: amount + is[table].amount - was[table].amount,
      };
    }
  }

  async close(): Promise<void> {
    await this.client.end();
  }

  private async allCompleted(): Promise<Record<'outgoing' | 'incoming', Completed>> {
    return {
      outgoing: await this.completed('outgoing'),
      incoming: await this.completed('incoming'),
    };
  }

  private async completed(table: 'outgoing' | 'incoming'): Promise<Completed> {
    const amount = table === 'outgoing' ? 'debit_amount' : 'received_amount';
    const [row] = await this.rows<{ payments: string; amount: string }>(
      `SELECT count(*)::text AS payments, coalesce(sum(${amount}), 0)::text AS amount
       FROM ${table}_payments WHERE state = 'COMPLETED'`,
    );
    return { payments: BigInt(row?.payments ?? 0), amount: BigInt(row?.amount ?? 0) };
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
