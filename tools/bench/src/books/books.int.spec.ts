import { createDatabases, dropDatabases, withDatabase } from '@tapmesh/mesh';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { Books } from './books.js';

const database = `bench_books_${randomBytes(6).toString('hex')}`;

/** The columns of the backend's tables that the books are read from. */
const TABLES = `
  CREATE TABLE outgoing_payments (state text, debit_amount bigint);
  CREATE TABLE incoming_payments (state text, received_amount bigint);
  CREATE TABLE ledger_accounts (asset_id text, posted numeric);
  INSERT INTO outgoing_payments VALUES ('COMPLETED', 5), ('CANCELLED', 7);
  INSERT INTO incoming_payments VALUES ('COMPLETED', 5);
  INSERT INTO ledger_accounts VALUES ('USD', -5), ('USD', 5)`;

describe('the books', () => {
  const adminUrl = process.env.TEST_DATABASE_URL ?? '';
  const url = withDatabase(adminUrl, database);
  let client: pg.Client;

  beforeAll(async () => {
    await createDatabases(adminUrl, [database]);
    client = new pg.Client({ connectionString: url });
    await client.connect();
  });

  beforeEach(() => client.query(TABLES));

  afterEach(() => client.query('DROP TABLE outgoing_payments, incoming_payments, ledger_accounts'));

  afterAll(async () => {
    await client.end();
    await dropDatabases(adminUrl, [database]);
  });

  async function disagreementsAfter(statements: string): Promise<string[]> {
    const books = await Books.open(url);
    try {
      await client.query(statements);
      return await books.disagreements({ approved: 1, amount: 100n });
    } finally {
      await books.close();
    }
  }

  const completed = (sent: number, received: number): string => `
    INSERT INTO outgoing_payments VALUES ('COMPLETED', ${sent});
    INSERT INTO incoming_payments VALUES ('COMPLETED', ${received})`;

  it('agree when what was answered is what was paid, whatever was there before', async () => {
    expect(await disagreementsAfter(completed(100, 100))).toEqual([]);
  });

  it('leave out what was made without any terminal', async () => {
    const books = await Books.open(url);
    try {
      await books.leavingOut(async () => void (await client.query(completed(7, 7))));
      await client.query(completed(100, 100));
      expect(await books.disagreements({ approved: 1, amount: 100n })).toEqual([]);
    } finally {
      await books.close();
    }
  });

  it('show an approval that nobody paid', async () => {
    expect(await disagreementsAfter('SELECT 1')).toEqual([
      'completed outgoing payments: 0, expected 1',
      'amount of completed outgoing payments: 0, expected 100',
      'completed incoming payments: 0, expected 1',
      'amount of completed incoming payments: 0, expected 100',
    ]);
  });

  it('show a payment of another amount', async () => {
    expect(await disagreementsAfter(completed(100, 99))).toEqual([
      'amount of completed incoming payments: 99, expected 100',
    ]);
  });

  it('show money that came from nowhere', async () => {
    const statements = `${completed(100, 100)}; INSERT INTO ledger_accounts VALUES ('USD', 1)`;
    expect(await disagreementsAfter(statements)).toEqual([
      'sum of all balances of asset USD: 1, expected 0',
    ]);
  });
});
