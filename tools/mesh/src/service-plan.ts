import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { MeshOptions } from './mesh.js';
import { OPERATOR } from './operator.js';
import { cacheFolder, meshFolder, seedFile } from './paths.js';
import { choosePort } from './ports.js';
import type { Reaper } from './reaper.js';
import type { Servers } from './servers.js';
import { ServiceProcess } from './service-process.js';
import { instancesOf, type ServiceDefinition, type ServiceTenant } from './services.js';
import { WEBHOOK_SIGNATURE_SECRET } from './webhook-urls.js';

export interface ServicePlan {
  options: MeshOptions;
  /** Of the backend, whose URL is part of every wallet address. */
  backendPort: number;
  /** Of its first instance, which wallet addresses name. */
  cardServicePort: number;
  /** Of the first bank, which tells exchange rates. */
  bankPort: number;
  databases: ReadonlyMap<string, string>;
  servers: Servers;
  topicPrefix: string;
  reaper: Reaper;
}

/** The POS service's own. */
const DEADLINE_MS = 10_000;
/** Nobody tells a bank over HTTP that a payment was closed: it asks when there should have been an end. */
const AFTER_THE_DEADLINE_MS = 2_000;

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
  instances?: MeshOptions['instances'],
): Promise<Slot[]> {
  const slots: Slot[] = [];
  for (const definition of definitions) {
    const count = instancesOf(definition.app, instances);
    for (let instance = 1; instance <= count; instance += 1) {
      slots.push(await chooseSlot(definition, instance));
    }
  }
  return slots;
}

export async function chooseSlot(definition: ServiceDefinition, instance: number): Promise<Slot> {
  const port = await choosePort(nameOf(definition, instance), process.env);
  return { definition, instance, port };
}

function nameOf({ name }: ServiceDefinition, instance: number): string {
  return instance === 1 ? name : `${name}-${instance}`;
}

/** Makes the instances of one mesh, which share their surroundings. */
export class ServicePlanner {
  private readonly common: NodeJS.ProcessEnv;

  constructor(private readonly plan: ServicePlan) {
    const { servers, topicPrefix, backendPort, cardServicePort, bankPort } = plan;
    this.common = {
      ...inherited(process.env),
      NODE_ENV: 'development',
      // Saves each service about a third of its start from the second time on.
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(cacheFolder(), 'compiled'),
      KAFKA_BROKERS: servers.network?.address ?? servers.brokers,
      TOPIC_PREFIX: topicPrefix,
      SEED_FILE: seedFile,
      WALLET_ADDRESS_BASE_URL: `http://127.0.0.1:${backendPort}`,
      CARD_SERVICE_URL: `http://127.0.0.1:${cardServicePort}`,
      OPERATOR_TENANT_ID: OPERATOR.tenantId,
      ADMIN_API_SECRET: OPERATOR.apiSecret,
      EXCHANGE_RATES_URL: `http://127.0.0.1:${bankPort}/rates`,
      WEBHOOK_SIGNATURE_SECRET,
      // Where everybody of this mesh is.
      WEBHOOK_ALLOWED_HOSTS: '127.0.0.1',
    };
  }

  /** Not started yet. */
  async service({ definition, instance, port }: Slot): Promise<ServiceProcess> {
    const { options, reaper } = this.plan;
    const logFile = join(meshFolder(options.name), `${nameOf(definition, instance)}.log`);
    await rm(logFile, { force: true });
    return new ServiceProcess({
      definition,
      instance,
      port,
      logFile,
      reaper,
      onUnexpectedEnd: options.onUnexpectedEnd,
      env: this.environmentOf(definition),
    });
  }

  private environmentOf(definition: ServiceDefinition): NodeJS.ProcessEnv {
    const { options, databases } = this.plan;
    return {
      ...this.common,
      ...(definition.app === 'pos-service' && options.deadlineMs !== undefined
        ? { PAYMENT_DEADLINE_MS: String(options.deadlineMs) }
        : {}),
      ...(definition.tenant === undefined ? {} : this.bank(definition.tenant)),
      // Tells one bank's spans from another's, where traces are exported.
      OTEL_SERVICE_NAME: definition.name,
      ...options.env,
      ...options.appEnv?.[definition.app],
      [definition.databaseVariable]: databases.get(definition.name),
    };
  }

  private bank({ id, slug, apiSecret }: ServiceTenant): NodeJS.ProcessEnv {
    const { httpBanks = [], deadlineMs = DEADLINE_MS } = this.plan.options;
    if (!httpBanks.includes(slug)) return { TENANT_ID: id };
    return {
      TENANT_ID: id,
      ASE_DOOR: 'http',
      TENANT_SECRET: apiSecret,
      PAYMENT_PATIENCE_MS: String(deadlineMs + AFTER_THE_DEADLINE_MS),
    };
  }
}

/** What npm and Jest put into their own environment is not meant for services. */
function inherited(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign = /^(npm_|JEST_|NX_|NODE_OPTIONS$|PORT$|HOST$)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.test(name)));
}
