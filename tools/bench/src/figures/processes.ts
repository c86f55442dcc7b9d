import type { MeshDescription } from '@tapmesh/mesh';
import { readFile } from 'node:fs/promises';
import { parseStat, parseStatus, type ProcessMemory } from './proc.js';

/** What of the mesh runs as processes here. */
export type MeshProcesses = Pick<MeshDescription, 'services' | 'kafka' | 'postgres'>;

/** A number for each part of the mesh, and for the bench itself. Empty where there is no /proc. */
export type ByProcess = ReadonlyMap<string, number>;

/** Seconds of processor time so far, by what spent them. */
export async function processorTimes(mesh: MeshProcesses): Promise<ByProcess> {
  const times = new Map<string, number>();
  for (const [name, pids] of await partsOf(mesh)) {
    const stats = await readAll(pids, 'stat', parseStat);
    const [parent, ...children] = stats;
    // A connection that has ended counts for the server that waited for its process.
    const spent = [
      parent?.seconds,
      parent?.endedChildrenSeconds,
      ...children.map((c) => c.seconds),
    ];
    if (parent !== undefined) times.set(name, sum(spent));
  }
  return times;
}

/** Resident memory now, in MiB. What PostgreSQL's processes share is counted once. */
export async function residentMemory(mesh: MeshProcesses): Promise<ByProcess> {
  const memory = new Map<string, number>();
  for (const [name, pids] of await partsOf(mesh)) {
    const processes = await readAll(pids, 'status', parseStatus);
    if (processes.length > 0) memory.set(name, together(processes));
  }
  return memory;
}

function together(processes: readonly ProcessMemory[]): number {
  return (
    sum(processes.map(({ ownMiB }) => ownMiB)) + Math.max(...processes.map((p) => p.sharedMiB))
  );
}

/** Each part's process ids: a connection of PostgreSQL is a process of its own. */
async function partsOf({
  services,
  kafka,
  postgres,
}: MeshProcesses): Promise<[string, number[]][]> {
  const parts: [string, number[]][] = services.map(({ name, pid }) => [name, [pid]]);
  if (kafka.pid !== null) parts.push(['kafka', [kafka.pid]]);
  if (postgres.pid !== null) {
    parts.push(['postgresql', [postgres.pid, ...(await childrenOf(postgres.pid))]]);
  }
  parts.push(['bench', [process.pid]]);
  return parts;
}

async function childrenOf(pid: number): Promise<number[]> {
  const [text = ''] = await readAll([pid], `task/${pid}/children`, (children) => children);
  return text.split(' ').filter(Boolean).map(Number);
}

/** Of those that are still there: a process may end between two reads. */
async function readAll<T>(
  pids: readonly number[],
  file: string,
  parse: (text: string) => T,
): Promise<T[]> {
  const texts = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => undefined)),
  );
  return texts.filter((text) => text !== undefined).map(parse);
}

function sum(values: readonly (number | undefined)[]): number {
  return values.reduce<number>((total, each) => total + (each ?? 0), 0);
}
