import { waitFor, type Mesh } from '@tapmesh/mesh';
import type { Databases } from '../support/database.js';

/** What comes and goes by itself: messages on their way, and which of them were seen. */
const PASSING = ['outbox', 'inbox', 'migrations', 'used_signatures', 'backend_requests'];

/** How many rows every table of every service has, once what was published has been put away. */
export async function rowCounts(mesh: Mesh, databases: Databases): Promise<Map<string, number>> {
  await waitFor(() => outboxesAreEmpty(mesh, databases), { timeoutMs: 30_000, intervalMs: 100 });
  const counts = new Map<string, number>();
  for (const service of mesh.databases.keys()) {
    const tables = await databases.rows<{ name: string }>(
      service,
      `SELECT table_name AS name FROM information_schema.tables
        WHERE table_schema = 'public' AND table_name <> ALL ($1)`,
      [PASSING],
    );
    for (const { name } of tables) {
      const [row] = await databases.rows<{ count: number }>(
        service,
        `SELECT count(*)::int AS count FROM "${name}"`,
      );
      counts.set(`${service}.${name}`, row?.count ?? 0);
    }
  }
  return counts;
}

async function outboxesAreEmpty(mesh: Mesh, databases: Databases): Promise<true | undefined> {
  const counts = await Promise.all(
    [...mesh.databases.keys()].map((service) =>
      databases.rows<{ count: number }>(service, 'SELECT count(*)::int AS count FROM outbox'),
    ),
  );
  return counts.every(([row]) => row?.count === 0) || undefined;
}

/** By how much the second is more than the first, where it is. */
export function growth(before: Map<string, number>, after: Map<string, number>) {
  const grown = [...after].map(([table, count]) => [table, count - (before.get(table) ?? 0)]);
  return Object.fromEntries(grown.filter(([, more]) => more !== 0)) as Record<string, number>;
}
