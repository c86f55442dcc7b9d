import type { MeshDescription } from './mesh-file.js';
import type { Seed } from './seed.js';
import type { Servers } from './servers.js';
import type { ServiceProcess } from './service-process.js';

export interface DescribedParts {
  seed: Seed;
  services: readonly ServiceProcess[];
  servers: Servers;
  databases: ReadonlyMap<string, string>;
}

/** Everything that is no part of the running mesh itself. */
export function describeMesh({
  seed,
  services,
  servers,
  databases,
}: DescribedParts): Omit<MeshDescription, 'services' | 'topicPrefix' | 'databases'> {
  const base = services.find(({ service }) => service === 'backend')!.url;
  const scales = new Map(seed.assets.map(({ code, scale }) => [code, scale]));
  return {
    kafka: { brokers: servers.brokers, pid: servers.kafka?.pid ?? null },
    postgres: {
      url: servers.databaseUrl ?? databases.get('backend') ?? '',
      pid: servers.postgres?.pid ?? null,
    },
    terminal: { key: `Bearer ${seed.merchants[0]?.terminals[0]?.key}`, header: 'authorization' },
    tenants: seed.tenants.map(({ id, apiSecret }) => ({ id, apiSecret })),
    accounts: seed.accounts.map(({ tenant, path, asset, balance, behaviour }) => ({
      walletAddress: `${base}${path}`,
      bank: tenant,
      asset,
      scale: scales.get(asset) ?? 0,
      balance,
      behaviour,
    })),
  };
}
