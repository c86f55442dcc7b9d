import { MeshError, readMeshFile, runningMeshes, withDatabase } from '@tapmesh/mesh';
import pg from 'pg';

/** Which mesh an operator means. */
export interface Target {
  name: string;
  /** host:port,host:port */
  brokers: string;
  topicPrefix: string;
  /** Each service's database, by the service's name. */
  databases: ReadonlyMap<string, string>;
}

export interface TargetOptions {
  /** A mesh on this machine. */
  name?: string;
  /** What is asked of the environment, where it is the environment that names the mesh. */
  needs?: 'databases' | 'broker';
  env?: NodeJS.ProcessEnv;
}

const DEFAULT_NAME = 'demo';

/** Told by every tool's `--help`. */
export const TARGET_HELP = `Which mesh: --name NAME, a mesh on this machine; else the one that the environment names
(KAFKA_BROKERS, TOPIC_PREFIX, BACKEND_DATABASE_URL, CARD_SERVICE_DATABASE_URL,
POS_SERVICE_DATABASE_URL, MOCK_ASE_DATABASE_URL: README, "Your own Kafka and PostgreSQL"); else the
one that runs here, if there is exactly one; else "${DEFAULT_NAME}".
`;

/** @throws {MeshError} saying how to name a mesh, where none is found */
export async function findTarget(options: TargetOptions): Promise<Target> {
  const { name, needs = 'databases', env = process.env } = options;
  if (name === undefined && needs === 'broker' && env.KAFKA_BROKERS) return brokerOf(env);
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

async function ofEnvironment(env: NodeJS.ProcessEnv): Promise<Target> {
  const databases = new Map([
    ['pos-service', required(env, 'POS_SERVICE_DATABASE_URL')],
    ['card-service', required(env, 'CARD_SERVICE_DATABASE_URL')],
    ['backend', required(env, 'BACKEND_DATABASE_URL')],
  ]);
  const banks = await banksOf(required(env, 'BACKEND_DATABASE_URL'), env.MOCK_ASE_DATABASE_URL);
  for (const [bank, url] of banks) databases.set(bank, url);
  return { ...brokerOf(env), databases };
}

function brokerOf(env: NodeJS.ProcessEnv): Target {
  return {
    name: 'the mesh that the environment names',
    brokers: env.KAFKA_BROKERS ?? 'localhost:9092',
    topicPrefix: env.TOPIC_PREFIX ?? '',
    databases: new Map(),
  };
}

/**
 * A bank for each of the backend's tenants, where the environment names the mock banks' databases. A
 * tenant whose bank is a real one has no database of ours: it is left out, by leaving out the variable.
 */
async function banksOf(
  backendUrl: string,
  bankUrl: string | undefined,
): Promise<[string, string][]> {
  if (!bankUrl) return [];
  const client = new pg.Client({ connectionString: backendUrl, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ slug: string }>('SELECT slug FROM tenants ORDER BY slug');
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

function required(env: NodeJS.ProcessEnv, variable: string): string {
  const url = env[variable];
  if (url && URL.canParse(url)) return url;
  throw new MeshError(
    `${variable} must look like postgres://user:password@host:5432/database, as the other databases are named in the environment`,
  );
}
