import { Client } from 'pg';
import { v7 as uuidv7 } from 'uuid';

export interface TestDatabase {
  url: string;
  query<T>(statement: string, values?: unknown[]): Promise<T[]>;
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
    query: (statement, values) => ask(url.toString(), statement, values),
    drop: () => administer(adminUrl, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

async function administer(url: string, statement: string): Promise<void> {
  await ask(url, statement);
}

async function ask<T>(url: string, statement: string, values: unknown[] = []): Promise<T[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query(statement, values);
    return rows as T[];
  } finally {
    await client.end();
  }
}
