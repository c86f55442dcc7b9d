import { createDatabases, dropDatabases, withDatabase } from '@tapmesh/mesh';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { DatabaseCounters } from './database-counters.js';

const database = `bench_counters_${randomBytes(6).toString('hex')}`;

describe("the server's counters", () => {
  const adminUrl = process.env.TEST_DATABASE_URL ?? '';
  const url = withDatabase(adminUrl, database);
  let client: pg.Client;
  let counters: DatabaseCounters;

  beforeAll(async () => {
    await createDatabases(adminUrl, [database]);
    client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query('CREATE TABLE notes (id int)');
    counters = await DatabaseCounters.open(url);
  });

  afterAll(async () => {
    await counters.close();
    await client.end();
    await dropDatabases(adminUrl, [database]);
  });

  /** Other suites use the server meanwhile, though not as much as this. */
  const TRANSACTIONS = 300;

  it('count each transaction that writes and its statements, without BEGIN and COMMIT', async () => {
    const before = await counters.read();
    for (let turn = 0; turn < TRANSACTIONS; turn += 1) {
      await client.query('BEGIN');
      await client.query('INSERT INTO notes VALUES (1)');
      await client.query('COMMIT');
    }
    const after = await counters.read();
    for (const counted of ['writingTransactions', 'statements'] as const) {
      const spent = after[counted] - before[counted];
      expect(spent).toBeGreaterThanOrEqual(TRANSACTIONS);
      expect(spent).toBeLessThan(2 * TRANSACTIONS);
    }
  });

  it('count no transaction that only reads', async () => {
    const before = await counters.read();
    for (let turn = 0; turn < TRANSACTIONS; turn += 1) await client.query('SELECT * FROM notes');
    const after = await counters.read();
    expect(after.writingTransactions - before.writingTransactions).toBeLessThan(TRANSACTIONS);
  });
});
