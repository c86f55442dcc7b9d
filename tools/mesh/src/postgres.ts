import { randomBytes } from 'node:crypto';
import { chmod, chown, copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { ManagedProcess, SUCCESS } from './managed-process.js';
import { MeshError } from './mesh-error.js';
import { HOST } from './ports.js';
import { postgresBinaries, postgresUser, type PostgresUser } from './postgres-binaries.js';
import type { Reaper } from './reaper.js';
import { closedParent } from './temp-folder.js';
import { waitFor } from './wait.js';

export interface PostgresOptions {
  port: number;
  /** Where the data goes: a folder that the server's user may enter. */
  folder: string;
  logFile: string;
  reaper: Reaper;
  /** Speaks TLS too, to whoever asks for it. */
  tls?: { certFile: string; keyFile: string };
}

export interface PostgresServer {
  /** The administrator's URL. */
  url: string;
  readonly pid: number;
  process: ManagedProcess;
  stop(): Promise<void>;
  /** Ends it without warning and without a checkpoint, as a crash does, and waits until it is gone. */
  kill(): Promise<void>;
  /** Starts it again on the same data and port, after it was killed. */
  restart(): Promise<void>;
}

const START_TIMEOUT_MS = 60_000;
const STOP_GRACE_MS = 10_000;

/**
 * As a production server would be where it matters to what we measure and promise: `fsync` is on,
 * and so is `synchronous_commit`. `pg_stat_statements` lets tests and benchmarks count statements.
 */
const SETTINGS = {
  listen_addresses: HOST,
  unix_socket_directories: '',
  max_connections: '300',
  shared_buffers: '256MB',
  shared_preload_libraries: 'pg_stat_statements',
  log_checkpoints: 'off',
};

const SERVER_ENVIRONMENT = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };

/** Initialises a cluster in `folder` and starts the server. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const user = postgresUser();
  if (user !== undefined) await requireOpenWay(options.folder, user);
  const scratch = join(options.folder, 'postgres');
  await mkdir(scratch);
  const binaries = await postgresBinaries(user, scratch);
  const data = join(scratch, 'data');
  const password = randomBytes(18).toString('base64url');
  await initialise({ initdb: binaries.initdb, data, password, user, options });
  const tls = await tlsFlags(options, data, user);

  const spawn = (): ManagedProcess =>
    ManagedProcess.spawn({
      name: 'postgres',
      command: binaries.postgres,
      args: ['-D', data, '-p', String(options.port), ...settingFlags(), ...tls],
      env: SERVER_ENVIRONMENT,
      cwd: scratch,
      logFile: options.logFile,
      reaper: options.reaper,
      // "Immediate shutdown": a killed postmaster would leave its shared memory behind.
      lastResort: 'SIGQUIT',
      uid: user?.uid,
      gid: user?.gid,
    });
  const url = `postgres://postgres:${password}@${HOST}:${options.port}/postgres`;
  const server: PostgresServer = {
    url,
    process: spawn(),
    get pid() {
      return this.process.pid;
    },
    async stop() {
      await this.process.stop('SIGINT', STOP_GRACE_MS);
    },
    async kill() {
      // "Immediate shutdown". After SIGKILL its children would go on for a moment, and keep the
      // next server from starting.
      this.process.kill('SIGQUIT');
      await this.process.exited;
    },
    async restart() {
      this.process = spawn();
      await accepting(this.process, url);
    },
  };
  await accepting(server.process, url);
  return server;
}

function settingFlags(): string[] {
  return Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** The server insists that its key is its own user's, and nobody else's to read. */
async function tlsFlags(
  { tls }: PostgresOptions,
  data: string,
  user: PostgresUser | undefined,
): Promise<string[]> {
  if (tls === undefined) return [];
  const files = { ssl_cert_file: tls.certFile, ssl_key_file: tls.keyFile };
  const flags = ['-c', 'ssl=on'];
  for (const [setting, file] of Object.entries(files)) {
    const own = join(data, `${setting}.pem`);
    await copyFile(file, own);
    await chmod(own, 0o600);
    if (user !== undefined) await chown(own, user.uid, user.gid);
    flags.push('-c', `${setting}=${own}`);
  }
  return flags;
}

async function requireOpenWay(folder: string, user: PostgresUser): Promise<void> {
  const closed = await closedParent(folder);
  if (closed === undefined) return;
  throw new MeshError(
    `PostgreSQL runs as the user "${user.name}", who may not enter ${closed}: set TMPDIR to a folder that everyone may enter, such as /tmp`,
  );
}

interface Initialisation {
  initdb: string;
  data: string;
  password: string;
  user: PostgresUser | undefined;
  options: PostgresOptions;
}

async function initialise(initialisation: Initialisation): Promise<void> {
  const { initdb, data, password, user, options } = initialisation;
  await mkdir(data, { mode: 0o700 });
  const passwordFile = `${data}.password`;
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user !== undefined) {
    await chown(data, user.uid, user.gid);
    await chown(passwordFile, user.uid, user.gid);
  }
  const flags = ['--username=postgres', '--encoding=UTF8', '--locale=C', '--auth=scram-sha-256'];
  const process = ManagedProcess.spawn({
    name: 'initdb',
    command: initdb,
    // No sync: what this writes is either complete an instant later or of no use.
    args: [`--pgdata=${data}`, `--pwfile=${passwordFile}`, '--no-sync', ...flags],
    env: SERVER_ENVIRONMENT,
    cwd: '/',
    logFile: options.logFile,
    reaper: options.reaper,
    uid: user?.uid,
    gid: user?.gid,
  });
  const ending = await process.exited;
  await rm(passwordFile, { force: true });
  if (ending === SUCCESS) return;
  throw new MeshError(
    `PostgreSQL could not make its data folder (initdb: ${ending}): see ${options.logFile}`,
    process.lastLines(5),
  );
}

async function accepting(process: ManagedProcess, url: string): Promise<void> {
  const ready = await waitFor(
    async () => {
      if (!process.running) return false;
      return (await accepts(url)) || undefined;
    },
    { timeoutMs: START_TIMEOUT_MS, intervalMs: 30 },
  );
  if (ready === true) return;
  await process.stop('SIGINT', STOP_GRACE_MS);
  throw new MeshError(`PostgreSQL did not start: see ${process.logFile}`, process.lastLines(5));
}

async function accepts(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}
