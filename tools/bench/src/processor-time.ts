import type { MeshDescription } from '@tapmesh/mesh';
import { readdir, readFile } from 'node:fs/promises';

/** Seconds of processor time so far, by what spent them. Empty where there is no /proc. */
export type ProcessorTimes = ReadonlyMap<string, number>;

/** What the kernel counts in, on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

interface ProcessStat {
  parent: number;
  seconds: number;
}

export async function processorTimes({
  services,
  kafka,
  postgres,
}: Pick<MeshDescription, 'services' | 'kafka' | 'postgres'>): Promise<ProcessorTimes> {
  const stats = await allProcesses();
  const times = new Map<string, number>();
  const add = (name: string, seconds = 0): void => {
    times.set(name, (times.get(name) ?? 0) + seconds);
  };
  if (stats.size === 0) return times;
  for (const { name, pid } of services) add(name, stats.get(pid)?.seconds);
  if (kafka.pid !== null) add('kafka', stats.get(kafka.pid)?.seconds);
  if (postgres.pid !== null) add('postgresql', withChildren(stats, postgres.pid));
  add('bench', stats.get(process.pid)?.seconds);
  return times;
}

/** A connection of PostgreSQL is a process of its own. */
function withChildren(stats: ReadonlyMap<number, ProcessStat>, pid: number): number {
  let sum = stats.get(pid)?.seconds ?? 0;
  for (const { parent, seconds } of stats.values()) if (parent === pid) sum += seconds;
  return sum;
}

async function allProcesses(): Promise<Map<number, ProcessStat>> {
  const names = await readdir('/proc').catch((): string[] => []);
  const stats = new Map<number, ProcessStat>();
  for (const name of names.filter((candidate) => /^\d+$/.test(candidate))) {
    // A process may end between the two reads.
    const text = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => undefined);
    if (text !== undefined) stats.set(Number(name), parseStat(text));
  }
  return stats;
}

/** The command's name stands in parentheses and may hold anything: what counts comes after it. */
export function parseStat(text: string): ProcessStat {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [, parent] = fields;
  const [user, system] = fields.slice(11, 13);
  return { parent: Number(parent), seconds: (Number(user) + Number(system)) / TICKS_PER_SECOND };
}
