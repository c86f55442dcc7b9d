import { AdminClient } from '@tapmesh/mesh';
import pg from 'pg';
import { percentiles } from '../figures/percentiles.js';
import { storedPayments } from './history.js';
import type { Workbench } from './workbench.js';

const PAGE = 20;
/** Places in the list, and how often the first page is asked for. */
const SAMPLES = 200;

const LIST = `query Payments($first: Int, $after: String) {
  payments(first: $first, after: $after) {
    edges { cursor node { id type state walletAddressId createdAt } }
    pageInfo { endCursor hasNextPage hasPreviousPage } } }`;

interface Page {
  edges: { cursor: string }[];
}

/**
 * Pages of a tenant's payments, incoming and outgoing together, by the Admin API: the first one, and ones
 * anywhere in the list. Deep is as near as first where the index leads there.
 */
export async function pages(workbench: Workbench): Promise<void> {
  const { mesh, options, progress } = workbench.parts;
  if (!(await storedPayments(workbench))) return;
  const [tenant] = mesh.tenants;
  if (tenant === undefined) throw new Error('the mesh has no tenants');
  const { id: tenantId, apiSecret } = tenant;
  const client = new AdminClient(mesh.url('backend'), { tenantId, apiSecret });
  const read = async (after?: string): Promise<number> => {
    const began = performance.now();
    const { edges } = await client.get<Page>(LIST, { first: PAGE, after });
    if (edges.length !== PAGE) workbench.problems.push(`a page has ${edges.length} payments`);
    return performance.now() - began;
  };
  const places = await anywhere(mesh.databases.get('backend') ?? '', tenantId);
  await inTurn(places.slice(0, PAGE).map((place) => () => read(place)));
  for (const [name, asked] of [
    ['first', places.map(() => undefined)],
    ['deep', places],
  ] as const) {
    const durations = await progress.step(`Pages, ${name}`, () =>
      inTurn(asked.map((after) => () => read(after))),
    );
    const { p50Ms, p99Ms } = percentiles(durations);
    const what = `${PAGE} out of ${options.storedPayments} payments, ${name}`;
    const reach = { atMost: 20 };
    workbench.targets.push(
      { name: `p50 of a page of ${what}`, terminals: 1, value: p50Ms, unit: ' ms', reach },
      { name: `p99 of a page of ${what}`, terminals: 1, value: p99Ms, unit: ' ms', reach },
    );
  }
}

/** Payments of the tenant from all over its list, but for the very last page. */
async function anywhere(url: string, tenantId: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>(
      `SELECT id FROM outgoing_payments
       WHERE tenant_id = $1 AND created_at > (
         SELECT created_at FROM outgoing_payments WHERE tenant_id = $1
         ORDER BY created_at, id OFFSET ${PAGE} LIMIT 1)
       ORDER BY random() LIMIT ${SAMPLES}`,
      [tenantId],
    );
    return rows.map(({ id }) => id);
  } finally {
    await client.end();
  }
}

async function inTurn(works: (() => Promise<number>)[]): Promise<number[]> {
  const results: number[] = [];
  for (const work of works) results.push(await work());
  return results;
}
