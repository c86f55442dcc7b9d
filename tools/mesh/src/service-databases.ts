import { randomBytes } from 'node:crypto';
import {
  createDatabases,
  databaseName,
  dropDatabases,
  ensureDatabase,
  requireDatabaseUrl,
  withDatabase,
} from './databases.js';
import { databaseOf, type ServiceDefinition } from './services.js';

export interface ServiceDatabases {
  /** By the service's name. */
  urls: ReadonlyMap<string, string>;
  /** Drops what was made for this run on a server that goes on; what was named stays. */
  drop(): Promise<void>;
}

export interface ServiceDatabasesOptions {
  meshName: string;
  services: readonly ServiceDefinition[];
  /** Those that need no making. */
  named: ReadonlyMap<string, string>;
  /** A server on which to make the databases that the environment does not name. */
  adminUrl: string | undefined;
  /** Other meshes use that server too: our databases need names of their own and go at the end. */
  shared: boolean;
}

/** Before they are prepared. */
export const noDatabases: ServiceDatabases = { urls: new Map(), drop: async () => {} };

/** Does any service lack a database of its own in the environment? */
export function someDatabaseIsUnnamed(
  services: readonly ServiceDefinition[],
  env: NodeJS.ProcessEnv,
): boolean {
  return services.some(({ databaseVariable }) => !env[databaseVariable]);
}

/** @returns the databases that the environment names, checked, by the service's name */
export async function namedDatabases(
  services: readonly ServiceDefinition[],
  env: NodeJS.ProcessEnv,
): Promise<Map<string, string>> {
  const urls = new Map<string, string>();
  for (const service of services) {
    const named = env[service.databaseVariable];
    if (named) urls.set(service.name, await ensureNamed(named, service));
  }
  return urls;
}

/** A database for each service: the one that the environment names, or one made on the server. */
export async function prepareDatabases(
  options: ServiceDatabasesOptions,
): Promise<ServiceDatabases> {
  const { meshName, services, named, adminUrl, shared } = options;
  const marker = shared
    ? `tapmesh_${meshName.replaceAll('-', '_')}_${randomBytes(4).toString('hex')}_`
    : '';
  const urls = new Map(named);
  const made: string[] = [];
  for (const service of services) {
    if (!urls.has(service.name) && adminUrl !== undefined) {
      const name = `${marker}${databaseOf(service)}`;
      made.push(name);
      urls.set(service.name, withDatabase(adminUrl, name));
    }
  }
  if (adminUrl !== undefined && made.length > 0) await createDatabases(adminUrl, made);
  return {
    urls,
    drop: async () => {
      if (shared && adminUrl !== undefined) await dropDatabases(adminUrl, made);
    },
  };
}

/** The banks share one variable, and each has its own database beside the one that it names. */
async function ensureNamed(
  url: string,
  { databaseVariable, tenant }: ServiceDefinition,
): Promise<string> {
  requireDatabaseUrl(url, databaseVariable);
  const suffix = tenant === undefined ? '' : `_${tenant.slug.replaceAll('-', '_')}`;
  const own = withDatabase(url, `${databaseName(url)}${suffix}`);
  await ensureDatabase(own, databaseVariable);
  return own;
}
