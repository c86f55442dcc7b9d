import { MeshError } from '@tapmesh/mesh';
import { readFile } from 'node:fs/promises';

/**
 * Node raises its soft limit to the hard one by itself, so only the hard one can be too low.
 * @throws {MeshError} saying what to do
 */
export async function requireOpenFiles(wanted: number): Promise<void> {
  const limits = await readFile('/proc/self/limits', 'utf8').catch(() => '');
  const hard = hardLimit(limits);
  if (hard >= wanted) return;
  throw new MeshError(
    `${wanted} open files are needed in one process and ${hard} are allowed: raise the hard limit (ulimit -Hn ${wanted}, as root or in limits.conf), or ask for fewer terminals`,
  );
}

/** Of open files; unlimited where nothing is said. */
export function hardLimit(limits: string): number {
  const found = /^Max open files\s+\S+\s+(\d+)/m.exec(limits)?.[1];
  return found === undefined ? Infinity : Number(found);
}
