import type { EntityManager } from 'typeorm';

/**
 * The time by which payments are decided: the database's, which all instances share. Ask for it after
 * the locks: `now()` would be the transaction's start, before any wait for a lock.
 */
export async function databaseTime(manager: EntityManager): Promise<Date> {
  const rows: { now: Date }[] = await manager.query('SELECT clock_timestamp() AS now');
  const now = rows[0]?.now;
  if (now === undefined) throw new Error('the database told no time');
  return now;
}
