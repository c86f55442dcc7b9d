import pg from 'pg';

/** Where a request that was taken leaves a row. */
const ROWS = [
  ['pos-service', 'card_payments', 'request_id'],
  ['card-service', 'card_payments', 'request_id'],
  ['backend', 'outgoing_payments', 'card_request_id'],
] as const;

/** How many of these requests have started something, by the service that knows them; none is best. */
export async function startedBy(
  databases: ReadonlyMap<string, string>,
  requestIds: readonly string[],
): Promise<Map<string, number>> {
  const started = new Map<string, number>();
  for (const [service, table, column] of ROWS) {
    const client = new pg.Client({ connectionString: databases.get(service) });
    await client.connect();
    try {
      const { rows } = await client.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM ${table} WHERE ${column} = ANY ($1::uuid[])`,
        [requestIds],
      );
      const count = rows[0]?.count ?? 0;
      if (count > 0) started.set(service, count);
    } finally {
      await client.end();
    }
  }
  return started;
}
