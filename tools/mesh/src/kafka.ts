import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ignoreNegativeTimeoutWarnings } from '@tapmesh/messaging/negative-timeouts';
import { Kafka, logLevel } from 'kafkajs';
import { ManagedProcess, SUCCESS } from './managed-process.js';
import { MeshError } from './mesh-error.js';
import { ClassArchive } from './class-archive.js';
import { kafkaJars } from './kafka-download.js';
import { HOST } from './ports.js';
import { findJava } from './preflight.js';
import type { Reaper } from './reaper.js';
import { waitFor } from './wait.js';

export interface KafkaOptions {
  port: number;
  controllerPort: number;
  folder: string;
  logFile: string;
  reaper: Reaper;
  /** Called when the broker has to be downloaded first, which takes a while. */
  onDownload?: () => void;
  /** A second door, whose clients are told to come to `advertisedPort`: a proxy's. */
  proxied?: { port: number; advertisedPort: number };
  /** Kafka's own names and values, over ours: other doors, other rules. */
  properties?: Record<string, string>;
}

export interface KafkaServer {
  brokers: string;
  readonly pid: number;
  process: ManagedProcess;
  stop(): Promise<void>;
  /** Ends it without warning, and waits until it is gone. */
  kill(): Promise<void>;
  /** Starts it again on the same data and port, after it was killed. */
  restart(): Promise<void>;
}

const CLUSTER_ID = 'dGFwbWVzaC1tZXNoLW5vZA';
const START_TIMEOUT_MS = 120_000;
const STOP_GRACE_MS = 10_000;

/** One that gets no processor for so long is taken for dead: nobody leads, and no topic can be made. */
const SESSION_MS = 60_000;
/** A broker that was killed may come back only when its former session is over, by what holds now. */
const SESSION_AFTER_KILL_MS = 3_000;

/** A modest heap with the collector that costs least there; the broker shares two cores with all. */
const JVM_FLAGS = ['-Xms256m', '-Xmx512m', '-XX:+UseSerialGC'];

/** Starts one Kafka node in KRaft mode, broker and controller in one, and waits until it answers. */
export async function startKafka(options: KafkaOptions): Promise<KafkaServer> {
  const java = await findJava();
  const jars = await kafkaJars({
    logFile: options.logFile.replace(/kafka\.log$/, 'maven.log'),
    reaper: options.reaper,
    onDownload: options.onDownload ?? (() => {}),
  });
  const classpath = join(jars, '*');
  const properties = join(options.folder, 'kafka.properties');
  const data = join(options.folder, 'kafka');
  await writeFile(properties, serverProperties(options, data));
  await cp(await formattedData({ java, classpath, jars, options }), data, { recursive: true });

  const classArchive = new ClassArchive(jars, java);
  const brokers = `${HOST}:${options.port}`;
  const spawn = (sessionMs: number): ManagedProcess =>
    ManagedProcess.spawn({
      name: 'kafka',
      command: java,
      args: [
        ...JVM_FLAGS,
        ...classArchive.flags(),
        ...loggerFlags(),
        ...['-cp', classpath, 'kafka.Kafka', properties],
        ...['--override', `broker.session.timeout.ms=${sessionMs}`],
      ],
      env: process.env,
      cwd: options.folder,
      logFile: options.logFile,
      reaper: options.reaper,
    });
  const server: KafkaServer = {
    brokers,
    process: spawn(SESSION_MS),
    get pid() {
      return this.process.pid;
    },
    async stop() {
      await this.process.stop('SIGTERM', STOP_GRACE_MS);
      await classArchive.keep();
    },
    async kill() {
      this.process.kill('SIGKILL');
      await this.process.exited;
    },
    async restart() {
      this.process = spawn(SESSION_AFTER_KILL_MS);
      await answering(this.process, brokers);
    },
  };
  await answering(server.process, brokers);
  return server;
}

/** One node has nobody to replicate to, and nobody to wait for when a group forms. */
export function serverProperties(options: KafkaOptions, data: string): string {
  const broker = `${HOST}:${options.port}`;
  const controller = `${HOST}:${options.controllerPort}`;
  const { proxied } = options;
  const door = proxied && `PROXIED://${HOST}:${proxied.port}`;
  const advertised = proxied && `PROXIED://${HOST}:${proxied.advertisedPort}`;
  const properties: Record<string, string | number | boolean> = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@${controller}`,
    listeners: listed(`PLAINTEXT://${broker}`, door, `CONTROLLER://${controller}`),
    'advertised.listeners': listed(`PLAINTEXT://${broker}`, advertised),
    'inter.broker.listener.name': 'PLAINTEXT',
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': data,
    'auto.create.topics.enable': false,
    'offsets.topic.replication.factor': 1,
    // 50 by default, and the first group waits until all of them are there.
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 2,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    // Lets tests give up on a killed consumer sooner than the default of 6 s would.
    'group.min.session.timeout.ms': 1000,
    'controlled.shutdown.enable': false,
    'broker.heartbeat.interval.ms': 500,
    'log.cleaner.dedupe.buffer.size': 2 * 1024 * 1024,
    'num.network.threads': 2,
    'num.io.threads': 4,
  };
  return Object.entries({ ...properties, ...options.properties })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

function listed(...listeners: (string | undefined)[]): string {
  return listeners.filter((listener) => listener !== undefined).join(',');
}

function loggerFlags(): string[] {
  const logger = 'org.slf4j.simpleLogger';
  return [`-D${logger}.showDateTime=true`, `-D${logger}.dateTimeFormat=HH:mm:ss.SSS`];
}

interface Formatting {
  java: string;
  classpath: string;
  jars: string;
  options: KafkaOptions;
}

/**
 * A formatted, empty data folder, to be copied. Formatting starts a JVM for a second of processor
 * time and always yields the same for our one node, so it is done once and kept with the jars.
 */
async function formattedData({ java, classpath, jars, options }: Formatting): Promise<string> {
  const formatted = join(jars, 'formatted');
  if (existsSync(formatted)) return formatted;
  const work = await mkdtemp(join(jars, 'unfinished-'));
  options.reaper.remove(work);
  try {
    const data = join(work, 'data');
    await mkdir(data);
    const properties = join(work, 'format.properties');
    await writeFile(properties, serverProperties({ ...options, properties: {} }, data));
    const tool = ManagedProcess.spawn({
      name: 'kafka-format',
      command: java,
      args: ['-cp', classpath, 'kafka.tools.StorageTool', 'format'].concat(
        ['-t', CLUSTER_ID],
        ['-c', properties],
      ),
      env: process.env,
      cwd: work,
      logFile: options.logFile,
      reaper: options.reaper,
    });
    if ((await tool.exited) !== SUCCESS) {
      throw new MeshError('Kafka could not format its folder', tool.lastLines(5));
    }
    await rename(data, formatted).catch((error: unknown) => {
      // Another process was first, with the same content.
      if (!existsSync(formatted)) throw error;
    });
    return formatted;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function answering(process: ManagedProcess, brokers: string): Promise<void> {
  const ready = await waitFor(
    async () => {
      if (!process.running) return false;
      return (await brokerAnswers(brokers)) || undefined;
    },
    { timeoutMs: START_TIMEOUT_MS },
  );
  if (ready === true) return;
  await process.stop('SIGKILL', STOP_GRACE_MS);
  throw new MeshError(`Kafka did not start: see ${process.logFile}`, process.lastLines(5));
}

/** A client for administration that says what fails instead of trying again and again. */
export function kafkaClient(brokers: string): Kafka {
  ignoreNegativeTimeoutWarnings();
  return new Kafka({
    clientId: 'mesh',
    brokers: brokers.split(','),
    logLevel: logLevel.NOTHING,
    connectionTimeout: 2_000,
    retry: { retries: 0 },
  });
}

async function brokerAnswers(brokers: string): Promise<boolean> {
  const admin = kafkaClient(brokers).admin();
  try {
    await admin.connect();
    return (await admin.describeCluster()).brokers.length > 0;
  } catch {
    return false;
  } finally {
    await admin.disconnect().catch(() => {});
  }
}

/** @throws {MeshError} when nobody answers at the brokers that the environment names */
export async function requireBroker(brokers: string): Promise<void> {
  if (await brokerAnswers(brokers)) return;
  throw new MeshError(`no Kafka broker answers at ${brokers}: start it or correct KAFKA_BROKERS`);
}
