import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MeshError } from './mesh-error.js';
import { cacheFolder, packageRoot } from './paths.js';
import { requireMaven } from './preflight.js';

const POM = join(packageRoot, 'kafka', 'pom.xml');
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

/**
 * The folder with Kafka's jars, downloaded by Maven when this is the first time. It is named after
 * what the POM asks for, so that another version is another folder; and it appears by a rename, so
 * that it is there whole or not at all, however many processes want it at once.
 */
export async function kafkaJars(onDownload: () => void): Promise<string> {
  const pom = await readFile(POM);
  const digest = createHash('sha256').update(pom).digest('hex').slice(0, 12);
  const cache = cacheFolder();
  const jars = join(cache, `kafka-${digest}`);
  if (existsSync(jars)) return jars;
  await requireMaven();
  onDownload();
  const unfinished = await makeUnfinished(cache);
  try {
    await download(unfinished);
    await rename(unfinished, jars).catch((error: NodeJS.ErrnoException) => {
      // Another process was first, with the same jars.
      if (!existsSync(jars)) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return jars;
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

async function download(folder: string): Promise<void> {
  const args = ['-B', '-q', '-f', POM, 'dependency:copy-dependencies'];
  try {
    await promisify(execFile)('mvn', [...args, `-DoutputDirectory=${folder}`], {
      maxBuffer: MAX_OUTPUT_BYTES,
    });
  } catch (error) {
    throw new MeshError(
      `Maven could not download Kafka (${mavenComplaint(error)}): check the network, or the mirror in ~/.m2/settings.xml, or set KAFKA_BROKERS to a broker of yours`,
    );
  }
}

/** Maven says what went wrong in the first of many lines marked as errors. */
export function mavenComplaint(error: unknown): string {
  const { stdout = '', message = '' } = error as { stdout?: string; message?: string };
  const line = stdout.split('\n').find((candidate) => candidate.includes('[ERROR]'));
  // eslint-disable-next-line no-control-regex -- Maven colours its output
  const plain = (line ?? message.split('\n')[0] ?? '').replaceAll(/\u001B\[[\d;]*m/g, '');
  return plain
    .replace('[ERROR]', '')
    .replace(/-> \[Help \d+\]/, '')
    .trim()
    .slice(0, 300);
}
