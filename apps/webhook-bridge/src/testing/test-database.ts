import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

export interface TestDatabase {
  url: string;
  query<T>(statement: string, values?: unknown[]): Promise<T[]>;
  drop(): Promise<void>;
}

/** A database of the suite's own on the server that the tests were given. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) throw new Error('TEST_DATABASE_URL is not set: run the tests by `npm test`');
  const name = `test_webhook_bridge_${randomBytes(8).toString('hex')}`;
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).href;
  await ask(server, `CREATE DATABASE ${name}`);
  return {
    url,
    query: (statement, values) => ask(url, statement, values),
    drop: async () => void (await ask(server, `DROP DATABASE ${name} WITH (FORCE)`)),
  };
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
