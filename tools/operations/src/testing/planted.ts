import type { MeshAtRest } from './mesh-at-rest.js';

/** One thing that is wrong in the books. */
export interface Planted {
  service: string;
  /** The rows that it touches, to be put back afterwards. */
  touches: { table: string; where: string }[];
  statement: string;
}

/** Puts the books apart while `work` runs, and back together. */
export async function whilePlanted<T>(
  rest: MeshAtRest,
  { service, touches, statement }: Planted,
  work: () => Promise<T>,
): Promise<T> {
  const before = [];
  for (const { table, where } of touches) {
    const rows = await rest.rows<{ row: unknown }>(
      service,
      `SELECT to_jsonb(t) AS row FROM ${table} t WHERE ${where}`,
    );
    before.push(rows.map(({ row }) => row));
  }
  // Triggers keep the ledger from being changed: whoever breaks it goes past them.
  await rest.rows(service, 'SET session_replication_role = replica');
  await rest.rows(service, statement);
  try {
    return await work();
  } finally {
    for (const [index, { table, where }] of touches.entries()) {
      await rest.rows(service, `DELETE FROM ${table} WHERE ${where}`);
      await rest.rows(
        service,
        `INSERT INTO ${table} OVERRIDING SYSTEM VALUE
         SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`,
        [JSON.stringify(before[index])],
      );
    }
    await rest.rows(service, 'SET session_replication_role = origin');
  }
}

/** Several, one within the other. */
export async function whilePlantedAll<T>(
  rest: MeshAtRest,
  [first, ...others]: readonly Planted[],
  work: () => Promise<T>,
): Promise<T> {
  if (first === undefined) return work();
  return whilePlanted(rest, first, () => whilePlantedAll(rest, others, work));
}
