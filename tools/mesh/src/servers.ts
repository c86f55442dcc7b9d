import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { requireBroker, startKafka, type KafkaServer } from './kafka.js';
import { ensureDatabase } from './databases.js';
import { requireKafkaTools } from './kafka-download.js';
import { Network } from './network.js';
import { choosePort, freePorts } from './ports.js';
import { startPostgres, type PostgresServer } from './postgres.js';
import { silentProgress, type Progress } from './progress.js';
import type { Reaper } from './reaper.js';
import { TempFolder } from './temp-folder.js';

export interface ServersOptions {
  name: string;
  /** Where the servers log. */
  logFolder: string;
  reaper: Reaper;
  env: NodeJS.ProcessEnv;
  /** False when the services' databases are all somebody else's. */
  needsPostgres: boolean;
  /** Puts a {@link Network} before the broker, which must be ours then. */
  withNetwork?: boolean;
  progress?: Progress;
  /** Work for PostgreSQL while Kafka still starts; a failure counts as the servers'. */
  onPostgres?: (postgres: { url: string | undefined; shared: boolean }) => Promise<void>;
}

/** PostgreSQL and Kafka: ours, or those that the environment names. */
export interface Servers {
  /** The administrator's URL; absent when no server of ours is needed and none is named. */
  databaseUrl: string | undefined;
  brokers: string;
  /** The way to the broker that can be slow or cut; present when it was asked for. */
  network?: Network;
  /** Present when it is ours. */
  postgres?: PostgresServer;
  /** Present when it is ours. */
  kafka?: KafkaServer;
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL and Kafka side by side, save those that `TEST_DATABASE_URL` and
 * `KAFKA_BROKERS` name. When one fails the other is stopped before the error is passed on.
 */
export async function startServers(options: ServersOptions): Promise<Servers> {
  const { env, needsPostgres, progress = silentProgress } = options;
  const ownKafka = !env.KAFKA_BROKERS;
  const ownPostgres = needsPostgres && !env.TEST_DATABASE_URL;
  if (ownKafka) await requireKafkaTools(env);
  else await requireBroker(env.KAFKA_BROKERS!);
  if (needsPostgres && !ownPostgres) {
    await ensureDatabase(env.TEST_DATABASE_URL!, 'TEST_DATABASE_URL');
  }

  const starting = new Starting(options, progress, {
    postgres: ownPostgres ? await choosePort('postgres', env) : 0,
    kafka: ownKafka ? await choosePort('kafka', env) : 0,
    controller: ownKafka ? await choosePort('kafka-controller', env) : 0,
  });
  const network = options.withNetwork && ownKafka ? await starting.network() : undefined;
  const ownServer = ownPostgres ? starting.postgres() : Promise.resolve(undefined);
  const used = ownServer.then((server) =>
    options.onPostgres?.({
      url: server?.url ?? env.TEST_DATABASE_URL,
      shared: server === undefined,
    }),
  );
  const [postgres, kafka, preparation] = await Promise.allSettled([
    ownServer,
    ownKafka ? starting.kafka() : undefined,
    used,
  ]);
  const servers: Servers = {
    databaseUrl:
      (postgres.status === 'fulfilled' && postgres.value?.url) ||
      env.TEST_DATABASE_URL ||
      undefined,
    brokers: (kafka.status === 'fulfilled' && kafka.value?.brokers) || env.KAFKA_BROKERS || '',
    network,
    postgres: postgres.status === 'fulfilled' ? postgres.value : undefined,
    kafka: kafka.status === 'fulfilled' ? kafka.value : undefined,
    async stop() {
      await network?.close();
      await servers.kafka?.stop();
      await servers.postgres?.stop();
      await starting.removeFolder();
    },
  };
  const failed = [kafka, postgres, preparation].find((outcome) => outcome.status === 'rejected');
  if (failed === undefined) return servers;
  await servers.stop();
  throw failed.reason;
}

class Starting {
  private data: Promise<TempFolder> | undefined;
  private proxied: { port: number; advertisedPort: number } | undefined;

  constructor(
    private readonly options: ServersOptions,
    private readonly progress: Progress,
    private readonly ports: { postgres: number; kafka: number; controller: number },
  ) {}

  /** Before the broker, which is told of it. */
  async network(): Promise<Network> {
    const [port, advertisedPort] = (await freePorts(2)) as [number, number];
    const network = await Network.open({ port: advertisedPort, targetPort: port });
    this.proxied = { port, advertisedPort };
    return network;
  }

  postgres(): Promise<PostgresServer> {
    const { reaper } = this.options;
    return this.progress.step(
      'PostgreSQL',
      async () =>
        startPostgres({
          port: this.ports.postgres,
          folder: await this.folder(),
          logFile: await this.logFile('postgres'),
          reaper,
        }),
      ({ url }) => new URL(url).host,
    );
  }

  kafka(): Promise<KafkaServer> {
    const { reaper } = this.options;
    return this.progress.step(
      'Kafka',
      async () =>
        startKafka({
          port: this.ports.kafka,
          controllerPort: this.ports.controller,
          folder: await this.folder(),
          logFile: await this.logFile('kafka'),
          reaper,
          proxied: this.proxied,
          onDownload: () => this.progress.note('downloading Kafka with Maven (44 MB, only once)'),
        }),
      ({ brokers }) => brokers,
    );
  }

  async removeFolder(): Promise<void> {
    await (await this.data)?.remove();
  }

  private folder(): Promise<string> {
    this.data ??= TempFolder.create(`tapmesh-${this.options.name}`, this.options.reaper);
    return this.data.then(({ path }) => path);
  }

  private async logFile(server: string): Promise<string> {
    const file = join(this.options.logFolder, `${server}.log`);
    await mkdir(this.options.logFolder, { recursive: true });
    await rm(file, { force: true });
    return file;
  }
}
