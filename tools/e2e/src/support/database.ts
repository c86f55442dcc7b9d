import type { Mesh } from '@tapmesh/mesh';
import pg from 'pg';

/** Every service's database, to look into from outside. */
export class Databases {
  private readonly pools = new Map<string, pg.Pool>();

  constructor(private readonly mesh: Mesh) {}

  async rows<Row extends pg.QueryResultRow>(
    service: string,
    statement: string,
    parameters: unknown[] = [],
  ): Promise<Row[]> {
    const { rows } = await this.pool(service).query<Row>(statement, parameters);
    return rows;
  }

  async close(): Promise<void> {
    await Promise.all([...this.pools.values()].map((pool) => pool.end()));
  }

  private pool(service: string): pg.Pool {
    const known = this.pools.get(service);
    if (known !== undefined) return known;
    const connectionString = this.mesh.databases.get(service);
    if (connectionString === undefined) throw new Error(`the mesh has no database of ${service}`);
    const pool = new pg.Pool({ connectionString, max: 2 });
    // The server goes away with the mesh, perhaps before the pool does.
    pool.on('error', () => undefined);
    this.pools.set(service, pool);
    return pool;
  }
}
