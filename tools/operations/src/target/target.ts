import { MeshError, readMeshFile, runningMeshes, withDatabase } from '@tapmesh/mesh';
import {
  ConfigError,
  KafkaConfig,
  loadConfig,
  tlsOptions,
  type Environment,
  type KafkaSecurity,
  type TlsMaterial,
} from '@tapmesh/service-kit';
import pg from 'pg';
import { TargetConfig } from './target.config.js';
import { HAS_CUSTOMERS } from '../books/has-customers.js';

/** Which mesh an operator means. */
export interface Target {
  name: string;
  /** host:port,host:port */
  brokers: string;
  topicPrefix: string;
  /** Each service's database, by the service's name. */
  databases: ReadonlyMap<string, string>;
  /** How the brokers know us, and we them; in the clear when left out. */
  security?: KafkaSecurity;
  /** Of all databases alike; in the clear when left out. */
  databaseTls?: TlsMaterial;
}

export interface TargetOptions {
  /** A mesh on this machine. */
  name?: string;
  /** What is asked of the environment, where it is the environment that names the mesh. */
  needs?: 'databases' | 'broker';
  env?: Environment;
}

const DEFAULT_NAME = 'demo';
const DEFAULT_BROKERS = 'localhost:9092';

/** Told by every tool's `--help`. */
export const TARGET_HELP = `Which mesh: --name NAME, a mesh on this machine; else the one that the environment names
(KAFKA_BROKERS, TOPIC_PREFIX, BACKEND_DATABASE_URL, CARD_SERVICE_DATABASE_URL,
POS_SERVICE_DATABASE_URL, WEBHOOK_BRIDGE_DATABASE_URL, MOCK_ASE_DATABASE_URL: README, "Your own Kafka
and PostgreSQL"), over TLS and with a password where it says so as for the services (KAFKA_TLS, KAFKA_TLS_CA_FILE, KAFKA_TLS_CERT_FILE,
KAFKA_TLS_KEY_FILE, KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD, DATABASE_TLS,
DATABASE_TLS_CA_FILE, DATABASE_TLS_CERT_FILE, DATABASE_TLS_KEY_FILE: docs/deploying.md); else the one
that runs here, if there is exactly one; else "${DEFAULT_NAME}".
`;

/** @throws {MeshError} saying how to name a mesh, where none is found */
export async function findTarget(options: TargetOptions): Promise<Target> {
  const { name, needs = 'databases', env = process.env } = options;
  if (name === undefined && needs === 'broker' && env.KAFKA_BROKERS)
    return brokerOf(read(KafkaConfig, env));
  if (name === undefined && env.BACKEND_DATABASE_URL) return ofEnvironment(env);
  const running = await runningMeshes();
  const chosen = name ?? (running.length === 1 ? running[0] : DEFAULT_NAME);
  if (chosen === undefined || !running.includes(chosen)) {
    const known =
      running.length === 0 ? 'none runs here' : `those that run here are ${running.join(', ')}`;
    throw new MeshError(
      `no mesh called "${chosen}" is running, and ${known}: start one with npm start, choose one with --name, or name its databases in the environment (--help)`,
    );
  }
  const { kafka, topicPrefix, databases } = await readMeshFile(chosen);
  return {
    name: chosen,
    brokers: kafka.brokers,
    topicPrefix,
    databases: new Map(Object.entries(databases)),
  };
}

async function ofEnvironment(env: Environment): Promise<Target> {
  const config = read(TargetConfig, env);
  const databaseTls = config.databaseSecurity();
  const databases = new Map([
    ['pos-service', config.posServiceDatabaseUrl],
    ['card-service', config.cardServiceDatabaseUrl],
    ['backend', config.backendDatabaseUrl],
  ]);
  const { webhookBridgeDatabaseUrl: bridge } = config;
  if (bridge !== undefined) databases.set('webhook-bridge', bridge);
  for (const [bank, url] of await banksOf(config, databaseTls)) databases.set(bank, url);
  return { ...brokerOf(config), databases, databaseTls };
}

function brokerOf(config: KafkaConfig): Target {
  return {
    name: 'the mesh that the environment names',
    brokers: config.kafkaBrokers.join(','),
    topicPrefix: config.topicPrefix,
    security: config.kafkaSecurity(),
    databases: new Map(),
  };
}

/** @throws {MeshError} with everything that is wrong, one a line */
function read<C extends KafkaConfig>(configClass: new () => C, env: Environment): C {
  try {
    return loadConfig(configClass, { ...env, KAFKA_BROKERS: env.KAFKA_BROKERS || DEFAULT_BROKERS });
  } catch (error) {
    throw error instanceof ConfigError ? new MeshError(error.message) : error;
  }
}

/**
 * A bank for each of the backend's tenants, where the environment names the mock banks' databases. A
 * tenant whose bank is a real one has no database of ours: it is left out, by leaving out the variable.
 */
async function banksOf(
  { backendDatabaseUrl, mockAseDatabaseUrl: bankUrl }: TargetConfig,
  tls: TlsMaterial | undefined,
): Promise<[string, string][]> {
  if (bankUrl === undefined) return [];
  const client = new pg.Client({
    connectionString: backendDatabaseUrl,
    connectionTimeoutMillis: 10_000,
    ssl: tlsOptions(backendDatabaseUrl, tls),
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ slug: string }>(
      `SELECT slug FROM tenants t WHERE ${HAS_CUSTOMERS} ORDER BY slug`,
    );
    const database = decodeURIComponent(new URL(bankUrl).pathname.slice(1));
    return rows.map(({ slug }) => [
      `mock-ase-${slug}`,
      withDatabase(bankUrl, `${database}_${slug.replaceAll('-', '_')}`),
    ]);
  } catch (error) {
    const reason = error instanceof Error ? error.message || String(error) : String(error);
    throw new MeshError(`BACKEND_DATABASE_URL: the backend's tenants cannot be read: ${reason}`);
  } finally {
    await client.end().catch(() => undefined);
  }
}
