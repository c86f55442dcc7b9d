import { silentProgress, startMesh, type Mesh } from '@tapmesh/mesh';
import { audit } from '@tapmesh/operations';
import pg from 'pg';
import { load } from '../load/closed-loop.js';
import { peopleOf, Shoppers } from '../load/shoppers.js';
import { Tally } from '../load/tally.js';
import { storeHistory } from './history.js';

/** Rows of each table, by service and table. */
type RowCounts = Map<string, number>;

/** A whole mesh: what real payments leave behind is asked of the real services. */
describe('payments that were never made', () => {
  let mesh: Mesh;
  let made: number;
  let before: RowCounts;
  let real: RowCounts;

  beforeAll(async () => {
    mesh = await startMesh({ name: 'bench-history', progress: silentProgress });
    // What the services tell of themselves when they start is on its way no more.
    expect(await audit(mesh)).toMatchObject({ payments: 0, quiet: true });
    before = await rowCounts();
    const shoppers = new Shoppers({ people: peopleOf(mesh) });
    const tally = new Tally();
    await load({ mesh, nextTap: () => shoppers.next(), terminals: 4, seconds: 1, tally });
    expect(tally).toMatchObject({ failures: 0 });
    made = tally.approved;
    expect(await audit(mesh)).toMatchObject({ payments: made, disagreements: [], quiet: true });
    real = await rowCounts();
  });

  afterAll(() => mesh?.stop());

  async function rowCounts(): Promise<RowCounts> {
    const counts: RowCounts = new Map();
    for (const [service, connectionString] of mesh.databases) {
      const client = new pg.Client({ connectionString });
      await client.connect();
      const { rows: tables } = await client.query<{ name: string }>(
        `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
      );
      for (const { name } of tables) {
        const { rows } = await client.query<{ count: number }>(
          `SELECT count(*)::int AS count FROM ${name}`,
        );
        counts.set(`${service} ${name}`, rows[0]?.count ?? 0);
      }
      await client.end();
    }
    return counts;
  }

  it('leave the books in agreement, and as many rows in every table as real ones', async () => {
    const stored = made * 3;
    await storeHistory({ databases: mesh.databases, payments: stored });
    const report = await audit(mesh);
    expect(report).toMatchObject({ payments: made + stored, disagreements: [], quiet: true });
    const now = await rowCounts();
    for (const [table, count] of real) {
      const each = (count - (before.get(table) ?? 0)) / made;
      expect([table, now.get(table)]).toEqual([table, count + each * stored]);
    }
  });

  it('can be stored again, on top', async () => {
    const { payments } = await audit(mesh);
    const told: number[] = [];
    await storeHistory({
      databases: mesh.databases,
      payments: 50,
      onProgress: (stored) => told.push(stored),
    });
    expect(told).toEqual([50]);
    expect(await audit(mesh)).toMatchObject({ payments: payments + 50, disagreements: [] });
  });

  it('are not stored by halves when what is to be copied is not complete', async () => {
    const client = new pg.Client({ connectionString: mesh.databases.get('mock-ase-shop-bank') });
    await client.connect();
    await client.query('CREATE TABLE away AS SELECT * FROM credits; TRUNCATE credits');
    try {
      const counts = await rowCounts();
      const storing = storeHistory({ databases: mesh.databases, payments: 10 });
      await expect(storing).rejects.toThrow(/mock-ase-shop-bank would have 0 rows in credits/);
      expect((await rowCounts()).get('mock-ase-shop-bank accounts')).toEqual(
        counts.get('mock-ase-shop-bank accounts'),
      );
    } finally {
      await client.query('INSERT INTO credits SELECT * FROM away; DROP TABLE away');
      await client.end();
    }
  });
});
