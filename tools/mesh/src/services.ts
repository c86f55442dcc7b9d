import { join } from 'node:path';
import { repositoryRoot } from './paths.js';
import type { Seed } from './seed.js';

export const apps = [
  'backend',
  'card-service',
  'pos-service',
  'webhook-bridge',
  'mock-ase',
] as const;

export type App = (typeof apps)[number];

/** A service of the mesh: an app, and for the mock ASE the bank that it plays. */
export interface ServiceDefinition {
  /** `backend`, `mock-ase-alpha-bank` */
  name: string;
  app: App;
  main: string;
  /** The variable that tells the app its database. */
  databaseVariable: string;
  tenant?: ServiceTenant;
}

export type ServiceTenant = Pick<Seed['tenants'][number], 'id' | 'slug' | 'apiSecret'>;

export type Instances = Partial<Record<App, number>>;

/** One, but a bridge only where somebody hears webhooks: most of what is tested does without. */
export function instancesOf(app: App, instances: Instances = {}): number {
  return instances[app] ?? (app === 'webhook-bridge' ? 0 : 1);
}

/** Those with an instance, in the order in which they are listed; they start side by side. */
export function serviceDefinitions({ tenants }: Seed, instances?: Instances): ServiceDefinition[] {
  const define = (app: App, tenant?: ServiceTenant): ServiceDefinition => ({
    name: tenant === undefined ? app : `${app}-${tenant.slug}`,
    app,
    main: join(repositoryRoot, 'apps', app, 'dist', 'main.js'),
    databaseVariable: databaseVariable(app),
    tenant,
  });
  return apps
    .filter((app) => instancesOf(app, instances) > 0)
    .flatMap((app) =>
      app === 'mock-ase' ? tenants.map((tenant) => define(app, tenant)) : [define(app)],
    );
}

export function databaseVariable(app: App): string {
  return `${app.toUpperCase().replaceAll('-', '_')}_DATABASE_URL`;
}

/** A database's name on a server: `card_service`, `mock_ase_alpha_bank`. */
export function databaseOf({ name }: ServiceDefinition): string {
  return name.replaceAll('-', '_');
}
