import { join } from 'node:path';
import { kafkaJars } from './kafka-download.js';
import { ManagedProcess, SUCCESS } from './managed-process.js';
import { MeshError } from './mesh-error.js';
import { findJava } from './preflight.js';
import type { Reaper } from './reaper.js';

export interface KafkaToolOptions {
  /** The Java class behind one of Kafka's scripts, e.g. `kafka.admin.ConfigCommand`. */
  tool: string;
  args: readonly string[];
  logFile: string;
  reaper: Reaper;
}

/** Runs one of Kafka's own tools to its end: what no client of ours can ask of a broker. */
export async function runKafkaTool({
  tool,
  args,
  logFile,
  reaper,
}: KafkaToolOptions): Promise<void> {
  const jars = await kafkaJars({ logFile, reaper, onDownload: () => {} });
  const process = ManagedProcess.spawn({
    name: tool,
    command: await findJava(),
    args: ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', join(jars, '*'), tool, ...args],
    env: globalThis.process.env,
    cwd: jars,
    logFile,
    reaper,
  });
  const ending = await process.exited;
  if (ending !== SUCCESS) throw new MeshError(`${tool}: ${ending}`, process.lastLines(5));
}
