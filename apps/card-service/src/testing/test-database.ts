import { Client } from 'pg';
import { v7 as uuidv7 } from 'uuid';

export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

/** A database of the suite's own on the server that the tests were given. */
export async function createTestDatabase(service: string): Promise<TestDatabase> {
  const adminUrl = process.env.TEST_DATABASE_URL;
  if (!adminUrl) throw new Error('TEST_DATABASE_URL is not set: run the tests by `npm test`');
  const name = `test_${service}_${uuidv7().replaceAll('-', '')}`;
  await administer(adminUrl, `CREATE DATABASE ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return {
    url: url.toString(),
    drop: () => administer(adminUrl, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
