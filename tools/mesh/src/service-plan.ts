import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MeshError } from './mesh-error.js';
import type { MeshOptions } from './mesh.js';
import { cacheFolder, meshFolder, seedFile } from './paths.js';
import { choosePort } from './ports.js';
import type { Reaper } from './reaper.js';
import type { Servers } from './servers.js';
import { ServiceProcess } from './service-process.js';
import type { ServiceDefinition } from './services.js';

export interface ServicePlan {
  options: MeshOptions;
  slots: readonly Slot[];
  databases: ReadonlyMap<string, string>;
  servers: Servers;
  topicPrefix: string;
  reaper: Reaper;
}

/** A place that an instance of a service takes. */
export interface Slot {
  definition: ServiceDefinition;
  /** Counted from 1. */
  instance: number;
  port: number;
}

/** Ports are chosen before anything starts, because the backend's is part of every wallet address. */
export async function chooseSlots(
  definitions: readonly ServiceDefinition[],
  instances: MeshOptions['instances'] = {},
): Promise<Slot[]> {
  const slots: Slot[] = [];
  for (const definition of definitions) {
    const count = instances[definition.app] ?? 1;
    for (let instance = 1; instance <= count; instance += 1) {
      const name = instance === 1 ? definition.name : `${definition.name}-${instance}`;
      slots.push({ definition, instance, port: await choosePort(name, process.env) });
    }
  }
  return slots;
}

export async function planServices(plan: ServicePlan): Promise<ServiceProcess[]> {
  const { options, slots, databases, servers, topicPrefix, reaper } = plan;
  const backend = slots.find(({ definition }) => definition.app === 'backend');
  if (backend === undefined) throw new MeshError('a mesh needs a backend');
  const common = {
    ...inherited(process.env),
    NODE_ENV: 'development',
    // Saves each service about a third of its start from the second time on.
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(cacheFolder(), 'compiled'),
    KAFKA_BROKERS: servers.brokers,
    TOPIC_PREFIX: topicPrefix,
    SEED_FILE: seedFile,
    WALLET_ADDRESS_BASE_URL: `http://127.0.0.1:${backend.port}`,
  };
  return Promise.all(
    slots.map(async ({ definition, instance, port }) => {
      const suffix = instance === 1 ? '' : `-${instance}`;
      const logFile = join(meshFolder(options.name), `${definition.name}${suffix}.log`);
      await rm(logFile, { force: true });
      return new ServiceProcess({
        definition,
        instance,
        port,
        logFile,
        reaper,
        onUnexpectedEnd: options.onUnexpectedEnd,
        env: {
          ...common,
          ...(definition.app === 'pos-service' && options.deadlineMs !== undefined
            ? { PAYMENT_DEADLINE_MS: String(options.deadlineMs) }
            : {}),
          ...(definition.tenant === undefined ? {} : { TENANT_ID: definition.tenant.id }),
          ...options.env,
          ...options.appEnv?.[definition.app],
          [definition.databaseVariable]: databases.get(definition.name),
        },
      });
    }),
  );
}

/** What npm and Jest put into their own environment is not meant for services. */
function inherited(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign = /^(npm_|JEST_|NX_|NODE_OPTIONS$|PORT$|HOST$)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.test(name)));
}
