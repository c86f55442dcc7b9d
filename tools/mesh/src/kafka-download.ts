import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ManagedProcess, SUCCESS } from './managed-process.js';
import { MeshError } from './mesh-error.js';
import { cacheFolder, packageRoot } from './paths.js';
import { findJava, requireMaven } from './preflight.js';
import type { Reaper } from './reaper.js';

const POM = join(packageRoot, 'kafka', 'pom.xml');

export interface DownloadOptions {
  logFile: string;
  reaper: Reaper;
  /** Called when there is something to download, which takes a while. */
  onDownload: () => void;
}

/**
 * The folder with Kafka's jars, downloaded by Maven when this is the first time. It is named after
 * what the POM asks for, so that another version is another folder; and it appears by a rename, so
 * that it is there whole or not at all, however many processes want it at once.
 */
export async function kafkaJars({ logFile, reaper, onDownload }: DownloadOptions): Promise<string> {
  const cache = cacheFolder();
  const jars = await jarsFolder(cache);
  if (existsSync(jars)) return jars;
  onDownload();
  const unfinished = await makeUnfinished(cache);
  reaper.remove(unfinished);
  try {
    await download({ folder: unfinished, logFile, reaper });
    await rename(unfinished, jars).catch((error: NodeJS.ErrnoException) => {
      // Another process was first, with the same jars.
      if (!existsSync(jars)) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return jars;
}

async function jarsFolder(cache: string): Promise<string> {
  const pom = await readFile(POM);
  const digest = createHash('sha256').update(pom).digest('hex').slice(0, 12);
  return join(cache, `kafka-${digest}`);
}

/** @throws {MeshError} when what it takes to run Kafka, or to download it first, is not there */
export async function requireKafkaTools(env: NodeJS.ProcessEnv): Promise<void> {
  await findJava(env);
  if (!existsSync(await jarsFolder(cacheFolder(env)))) await requireMaven(env);
}

async function makeUnfinished(cache: string): Promise<string> {
  try {
    await mkdir(cache, { recursive: true });
    return await mkdtemp(join(cache, 'unfinished-'));
  } catch (error) {
    throw new MeshError(
      `Kafka cannot be kept in ${cache} (${(error as Error).message}): set TAPMESH_CACHE_DIR to a folder that you may write to`,
    );
  }
}

async function download(options: {
  folder: string;
  logFile: string;
  reaper: Reaper;
}): Promise<void> {
  const { folder, logFile, reaper } = options;
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${folder}`];
  const maven = ManagedProcess.spawn({
    name: 'maven',
    command: 'mvn',
    args: ['-B', '-q', '-f', POM, ...goal],
    env: process.env,
    cwd: folder,
    logFile,
    reaper,
  });
  const ending = await maven.exited;
  if (ending === SUCCESS) return;
  throw new MeshError(
    `Maven could not download Kafka (${mavenComplaint(maven.lastLines(200)) ?? ending}): check the network, or the mirror in ~/.m2/settings.xml, or set KAFKA_BROKERS to a broker of yours`,
  );
}

/** Maven says what went wrong in the first of many lines marked as errors. */
export function mavenComplaint(lines: readonly string[]): string | undefined {
  return lines
    .find((line) => line.includes('[ERROR]'))
    ?.replace(/^.*\[ERROR\]/, '')
    .replace(/-> \[Help \d+\]/, '')
    .trim()
    .slice(0, 300);
}
