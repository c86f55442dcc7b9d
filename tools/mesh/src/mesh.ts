import { createTopics, deleteTopics, TopicsError } from '@tapmesh/topics';
import { randomBytes } from 'node:crypto';
import { describeMesh } from './mesh-description.js';
import { claimName, type MeshDescription } from './mesh-file.js';
import { meshFolder } from './paths.js';
import { MeshError } from './mesh-error.js';
import type { Network } from './network.js';
import { silentProgress, type Progress } from './progress.js';
import { Reaper } from './reaper.js';
import { RunningMesh } from './running-mesh.js';
import { readSeed } from './seed.js';
import { startServers, type Servers } from './servers.js';
import {
  namedDatabases,
  noDatabases,
  prepareDatabases,
  someDatabaseIsUnnamed,
} from './service-databases.js';
import { chooseSlot, chooseSlots, ServicePlanner, type Slot } from './service-plan.js';
import type { ServiceProcess } from './service-process.js';
import { instancesOf, serviceDefinitions, type App, type Instances } from './services.js';
import { nameWebhookUrls } from './webhook-urls.js';

export interface MeshOptions {
  /** Meshes of different names run side by side. */
  name: string;
  /**
   * How many of each app; one unless it says more, and no webhook bridge unless a bank hears
   * webhooks. `mock-ase` counts for every bank.
   */
  instances?: Instances;
  /** The banks, by their slugs, that hear webhooks and decide over the Admin API; the others use Kafka. */
  httpBanks?: readonly string[];
  /** How long the POS service gives a payment. */
  deadlineMs?: number;
  /** Put before every topic and group; chosen when a broker is shared with other runs. */
  topicPrefix?: string;
  /**
   * Starts a PostgreSQL and a Kafka of its own, whatever the environment names: for whoever kills
   * them, which nobody else would forgive.
   */
  ownServers?: boolean;
  /** The services reach the broker over a network that can be slow or cut. With `ownServers` only. */
  withNetwork?: boolean;
  /** For every service. */
  env?: Readonly<Record<string, string>>;
  /** For the services of one app. */
  appEnv?: Partial<Record<App, Readonly<Record<string, string>>>>;
  progress?: Progress;
  onUnexpectedEnd?: (service: ServiceProcess, how: string) => void;
  /** Ends processes and removes folders, should we die; one is started when none is handed in. */
  reaper?: Reaper;
}

/** A running mesh. */
export interface Mesh extends Omit<MeshDescription, 'databases'> {
  name: string;
  servers: Servers;
  /** Each service's database, by the service's name. */
  databases: ReadonlyMap<string, string>;
  /** Between the services and the broker; there is one when it was asked for. */
  network: Network | undefined;
  instancesOf(service: string): ServiceProcess[];
  /** The base URL of an instance, counted from 1. */
  url(service: string, instance?: number): string;
  /** Ends an instance without warning. */
  kill(service: string, instance?: number, signal?: NodeJS.Signals): Promise<void>;
  /** Starts a stopped or killed instance again, on the same port. */
  restart(service: string, instance?: number): Promise<void>;
  /** An instance stands still, as on a machine that is suspended: it keeps all and notices nothing. */
  pause(service: string, instance?: number): void;
  /** It goes on as if no time had passed. */
  resume(service: string, instance?: number): void;
  /** Starts a further instance of a service beside the others. @returns its number */
  addInstance(service: string): Promise<number>;
  /** Stops an instance as an operator would, and forgets it. */
  removeInstance(service: string, instance: number): Promise<void>;
  /** The last lines of an instance's log. */
  logs(service: string, instance?: number, lines?: number): string[];
  /** Stops services, then Kafka, then PostgreSQL, and removes their data. */
  stop(): Promise<void>;
}

/** Starts a whole mesh; when something fails, what has started is stopped before the error is thrown. */
export async function startMesh(options: MeshOptions): Promise<Mesh> {
  const undo: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    // Each thing once, in the reverse order of its making, whatever became of the others.
    const failures: unknown[] = [];
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) {
      await step().catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  };
  try {
    return await assemble(options, undo, stop);
  } catch (error) {
    await stop().catch(() => {});
    throw error;
  }
}

async function assemble(
  given: MeshOptions,
  undo: (() => Promise<unknown>)[],
  stop: () => Promise<void>,
): Promise<Mesh> {
  const options = { ...given, instances: withBridge(given) };
  const { name, progress = silentProgress, ownServers = false, withNetwork = false } = options;
  if (withNetwork && !ownServers)
    throw new MeshError('only a broker of our own is told of a proxy');
  const env = ownServers ? withoutServers(process.env) : process.env;
  const reaper = options.reaper ?? Reaper.start();
  if (options.reaper === undefined) undo.push(() => reaper.close());
  const claim = await claimName(name, reaper);
  undo.push(() => claim.release());

  const seed = await readSeed();
  const definitions = serviceDefinitions(seed, options.instances);
  // What the environment asks for is checked before anything starts.
  const named = await namedDatabases(definitions, env);
  const slots = await chooseSlots(definitions, options.instances);
  let databases = noDatabases;
  const servers = await startServers({
    name,
    logFolder: meshFolder(name),
    reaper,
    env,
    needsPostgres: someDatabaseIsUnnamed(definitions, env),
    withNetwork,
    progress,
    onPostgres: async ({ url, shared }) => {
      databases = await prepareDatabases({
        meshName: name,
        services: definitions,
        named,
        adminUrl: url,
        shared,
      });
    },
  });
  undo.push(() => servers.stop());
  undo.push(() => databases.drop());

  const topicPrefix = options.topicPrefix ?? env.TOPIC_PREFIX ?? defaultPrefix(name, servers);
  const topics = { brokers: servers.brokers, prefix: topicPrefix };
  await progress.step('Topics', () => createTopics(topics).catch(inOneLine));
  // Topics of a prefix made up for this run would be nobody's afterwards.
  if (servers.kafka === undefined && topicPrefix !== (env.TOPIC_PREFIX ?? '')) {
    undo.push(() => deleteTopics(topics));
  }

  const planner = new ServicePlanner({
    options,
    backendPort: portOf(slots, 'backend'),
    cardServicePort: portOf(slots, 'card-service'),
    bankPort: portOf(slots, 'mock-ase'),
    databases: databases.urls,
    servers,
    topicPrefix,
    reaper,
  });
  const services = await Promise.all(slots.map((slot) => planner.service(slot)));
  undo.push(() => Promise.all(services.map((service) => service.stop())));
  // A service that reaches its broker ends sooner.
  undo.push(async () => servers.network?.restore());
  await startAll(services, progress);
  await nameWebhookUrls({ services, seed, httpBanks: options.httpBanks });

  const description = describeMesh({ seed, servers, services, databases: databases.urls });
  const mesh = new RunningMesh({
    name,
    description,
    services,
    servers,
    topicPrefix,
    databases: databases.urls,
    make: async (service, instance) => {
      const definition = definitions.find((candidate) => candidate.name === service);
      if (definition === undefined) throw new Error(`the mesh has no ${service}`);
      return planner.service(await chooseSlot(definition, instance));
    },
    stop,
  });
  await mesh.writeFile();
  return mesh;
}

/** Who hears webhooks needs somebody who sends them. */
function withBridge({ instances, httpBanks = [] }: MeshOptions): Instances {
  const bridges = instancesOf('webhook-bridge', instances);
  return { ...instances, 'webhook-bridge': bridges === 0 && httpBanks.length > 0 ? 1 : bridges };
}

function portOf(slots: readonly Slot[], app: App): number {
  return slots.find(({ definition }) => definition.app === app)!.port;
}

/** The environment without the servers and databases that it names. */
function withoutServers(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const naming = /^(KAFKA_BROKERS|TOPIC_PREFIX|\w+_DATABASE_URL)$/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !naming.test(name)));
}

/**
 * Fresh databases on a server that is shared go with fresh topics: a mesh that knows no payment
 * should not hear of those of an earlier run. A broker of our own is as fresh as they are.
 */
function defaultPrefix(name: string, { kafka, postgres, databaseUrl }: Servers): string {
  const isolated = kafka === undefined && postgres === undefined && databaseUrl !== undefined;
  return isolated ? `${name}-${randomBytes(4).toString('hex')}.` : '';
}

async function startAll(services: readonly ServiceProcess[], progress: Progress): Promise<void> {
  const outcomes = await Promise.allSettled(
    services.map((service) =>
      progress.step(
        service.name,
        () => service.start(),
        () => service.url,
      ),
    ),
  );
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

function inOneLine(error: unknown): never {
  throw error instanceof TopicsError ? new MeshError(error.message) : error;
}
