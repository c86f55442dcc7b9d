import { createDatabases, dropDatabases, withDatabase } from '@tapmesh/mesh';
import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { startedBy } from './started.js';

const database = `bench_started_${randomBytes(6).toString('hex')}`;
const [taken, refused] = [randomUUID(), randomUUID()];

describe('requests that were told 503', () => {
  const adminUrl = process.env.TEST_DATABASE_URL ?? '';
  const url = withDatabase(adminUrl, database);
  const databases = new Map(
    ['pos-service', 'card-service', 'backend'].map((service) => [service, url]),
  );

  beforeAll(async () => {
    await createDatabases(adminUrl, [database]);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(`
      CREATE TABLE card_payments (request_id uuid);
      CREATE TABLE outgoing_payments (card_request_id uuid);
      INSERT INTO card_payments VALUES ('${taken}');
      INSERT INTO outgoing_payments VALUES ('${taken}')`);
    await client.end();
  });

  afterAll(() => dropDatabases(adminUrl, [database]));

  it('have started nothing where nobody knows them', async () => {
    expect(await startedBy(databases, [refused])).toEqual(new Map());
    expect(await startedBy(databases, [])).toEqual(new Map());
  });

  it('are found wherever they have started something', async () => {
    expect(await startedBy(databases, [refused, taken])).toEqual(
      new Map([
        ['pos-service', 1],
        ['card-service', 1],
        ['backend', 1],
      ]),
    );
  });
});
