import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MeshError } from './mesh-error.js';

const run = promisify(execFile);

const OLDEST_JAVA = 17;
const OWN_BROKER = 'or set KAFKA_BROKERS to a broker of yours';

/** The Java to run Kafka with. */
export async function findJava(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const java = env.JAVA_HOME ? join(env.JAVA_HOME, 'bin', 'java') : 'java';
  let version: string;
  try {
    version = (await run(java, ['-version'], { env })).stderr;
  } catch {
    throw new MeshError(
      `Kafka needs Java ${OLDEST_JAVA} or newer, and "${java}" does not run: install it (Debian: apt-get install openjdk-17-jre-headless) ${OWN_BROKER}`,
    );
  }
  const major = javaMajor(version);
  if (major !== undefined && major < OLDEST_JAVA) {
    throw new MeshError(
      `Kafka needs Java ${OLDEST_JAVA} or newer, and "${java}" is Java ${major}: install a newer one, point JAVA_HOME to it, ${OWN_BROKER}`,
    );
  }
  return java;
}

/** `openjdk version "17.0.15"` is 17; `java version "1.8.0_392"` is 8. */
export function javaMajor(output: string): number | undefined {
  const found = /version "(?:1\.)?(\d+)/.exec(output);
  return found?.[1] === undefined ? undefined : Number(found[1]);
}

export async function requireMaven(env: NodeJS.ProcessEnv = process.env): Promise<void> {
  try {
    await run('mvn', ['--version'], { env });
  } catch {
    throw new MeshError(
      `Maven downloads Kafka, and "mvn" does not run: install it (Debian: apt-get install maven) ${OWN_BROKER}`,
    );
  }
}
