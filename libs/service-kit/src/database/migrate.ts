import type { DataSource } from 'typeorm';
import { StartError } from '../service/start-error.js';

/** Any number will do, as long as every instance takes the same: "tapmesh" in ASCII. */
const MIGRATION_LOCK = '0x7461706d657368';

/**
 * Under an advisory lock: of two instances that start at once, one migrates and the other finds
 * everything done. The lock is per database, so services do not wait for each other.
 */
export async function migrate(dataSource: DataSource): Promise<void> {
  const lock = dataSource.createQueryRunner();
  await lock.connect();
  try {
    await lock.query('SELECT pg_advisory_lock($1::bigint)', [BigInt(MIGRATION_LOCK).toString()]);
    await dataSource.runMigrations({ transaction: 'each' });
  } finally {
    await lock
      .query('SELECT pg_advisory_unlock($1::bigint)', [BigInt(MIGRATION_LOCK).toString()])
      // A connection that broke has given its lock back by itself.
      .catch(() => undefined);
    await lock.release();
  }
}

/**
 * For a service whose database user may not change the schema: somebody else has, or it does not start.
 * @throws {StartError}
 */
export async function requireMigrated(dataSource: DataSource): Promise<void> {
  if (!(await dataSource.showMigrations())) return;
  throw new StartError(
    'the database is not up to date and MIGRATE_AT_START is false: run this program with --migrate first',
  );
}
