import type { QueryRunner } from 'typeorm';

/**
 * For a migration of each service that has a signed door. Unlogged: no request waits for a disk because of
 * it. After a crash of the database it is empty, and a request that was signed less than the time to live
 * before could be repeated once.
 */
export async function createUsedSignatures(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE UNLOGGED TABLE used_signatures (
      digest bytea PRIMARY KEY,
      expires_at timestamptz NOT NULL
    )`);
  await runner.query('CREATE INDEX used_signatures_expiring ON used_signatures (expires_at)');
}
