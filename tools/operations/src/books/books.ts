import { MeshError } from '@tapmesh/mesh';
import type { TlsMaterial } from '@tapmesh/service-kit';
import { Snapshot } from './snapshot.js';
import { HAS_CUSTOMERS } from './has-customers.js';

const BANK = 'mock-ase-';
const NEEDED = ['pos-service', 'card-service', 'backend'] as const;

export interface Bank {
  /** `mock-ase-alpha-bank` */
  name: string;
  snapshot: Snapshot;
}

/** Every party's database, open to be read. */
export class Books {
  private constructor(private readonly snapshots: ReadonlyMap<string, Snapshot>) {}

  /** @throws {MeshError} where a service's database is not named, or cannot be reached */
  static async open(databases: ReadonlyMap<string, string>, tls?: TlsMaterial): Promise<Books> {
    for (const service of NEEDED) {
      if (!databases.has(service)) throw new MeshError(`no database of the ${service} is named`);
    }
    const snapshots = new Map<string, Snapshot>();
    const books = new Books(snapshots);
    try {
      for (const [service, url] of databases) {
        snapshots.set(service, await connect(service, url, tls));
      }
      return books;
    } catch (error) {
      await books.close();
      throw error;
    }
  }

  get pos(): Snapshot {
    return this.snapshots.get('pos-service')!;
  }

  get card(): Snapshot {
    return this.snapshots.get('card-service')!;
  }

  get backend(): Snapshot {
    return this.snapshots.get('backend')!;
  }

  /** Where the mesh has a webhook bridge. */
  get bridge(): Snapshot | undefined {
    return this.snapshots.get('webhook-bridge');
  }

  get banks(): Bank[] {
    return [...this.snapshots]
      .filter(([name]) => name.startsWith(BANK))
      .map(([name, snapshot]) => ({ name, snapshot }));
  }

  get all(): [service: string, snapshot: Snapshot][] {
    return [...this.snapshots];
  }

  /** The databases as they are now. Where nothing is under way it is one moment for all of them. */
  async renew(): Promise<void> {
    await Promise.all(this.all.map(([, snapshot]) => snapshot.renew()));
  }

  /** The banks of the backend's tenants whose database is among the books, by the tenant's id. */
  async bankOfTenant(): Promise<Map<string, string>> {
    const tenants = await this.tenants();
    return new Map(
      tenants.flatMap(({ id, bank }): [string, string][] =>
        bank === undefined ? [] : [[id, bank]],
      ),
    );
  }

  /** The slugs of the backend's tenants whose bank's database is not among the books. */
  async tenantsWithoutBank(): Promise<string[]> {
    const tenants = await this.tenants();
    return tenants.filter(({ bank }) => bank === undefined).map(({ slug }) => slug);
  }

  private async tenants(): Promise<{ id: string; slug: string; bank?: string }[]> {
    const names = new Set(this.banks.map(({ name }) => name));
    const tenants = await this.backend.rows<{ id: string; slug: string }>(
      `SELECT id, slug FROM tenants t WHERE ${HAS_CUSTOMERS} ORDER BY slug`,
    );
    return tenants.map(({ id, slug }) => {
      const bank = `${BANK}${slug}`;
      return { id, slug, bank: names.has(bank) ? bank : undefined };
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map(([, snapshot]) => snapshot.close()));
  }
}

async function connect(service: string, url: string, tls?: TlsMaterial): Promise<Snapshot> {
  try {
    return await Snapshot.connect(service, url, tls);
  } catch (error) {
    const reason = error instanceof Error ? error.message || String(error) : String(error);
    throw new MeshError(`the database of the ${service} cannot be reached: ${reason}`);
  }
}
