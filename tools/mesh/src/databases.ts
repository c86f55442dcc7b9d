import pg from 'pg';
import { MeshError, oneLine } from './mesh-error.js';

const CONNECT_TIMEOUT_MS = 5_000;
const NO_SUCH_DATABASE = '3D000';
const DUPLICATE_DATABASE = '42P04';

/** The same server and user, another database. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(database)}`;
  return changed.href;
}

export function databaseName(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}

/** Without the password: fit for a message. */
export function redactUrl(url: string): string {
  try {
    const shown = new URL(url);
    if (shown.password !== '') shown.password = '***';
    return shown.href;
  } catch {
    return 'that is not a URL';
  }
}

/** Makes databases on a server, given its administrator's URL; what exists is left as it is. */
export async function createDatabases(adminUrl: string, names: readonly string[]): Promise<void> {
  await withClient(adminUrl, async (client) => {
    for (const name of names) {
      await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`).catch(unlessDuplicate);
    }
    await client.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements').catch(() => {
      // Needs a superuser and a preloaded library: useful where it is to be had, needed nowhere.
    });
  });
}

export async function dropDatabases(adminUrl: string, names: readonly string[]): Promise<void> {
  await withClient(adminUrl, async (client) => {
    for (const name of names) {
      await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
    }
  });
}

/**
 * Checks that a database somebody else runs lets us in, and makes it when only it is missing.
 * @param variable the environment variable that named it, for the message
 */
export async function ensureDatabase(url: string, variable: string): Promise<void> {
  requireDatabaseUrl(url, variable);
  try {
    await withClient(url, async () => {});
  } catch (error) {
    if ((error as { code?: string }).code !== NO_SUCH_DATABASE) throw refusal(url, variable, error);
    try {
      await createDatabases(withDatabase(url, 'postgres'), [databaseName(url)]);
    } catch (cause) {
      throw refusal(url, variable, cause);
    }
  }
}

/** @throws {MeshError} naming the variable and the shape that it should have */
export function requireDatabaseUrl(url: string, variable: string): void {
  const valid = URL.canParse(url) && /^postgres(ql)?:$/.test(new URL(url).protocol);
  if (valid && databaseName(url) !== '') return;
  throw new MeshError(`${variable} must look like postgres://user:password@host:5432/database`);
}

function refusal(url: string, variable: string, error: unknown): MeshError {
  return new MeshError(
    `the database ${redactUrl(url)} refuses (${oneLine(error)}): start it or correct ${variable}`,
  );
}

function unlessDuplicate(error: { code?: string }): void {
  if (error.code !== DUPLICATE_DATABASE) throw error;
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}
