import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The folder of this package, whether it runs from `src` (Jest) or from `dist`. */
export const packageRoot = resolve(import.meta.dirname, '..');

export const repositoryRoot = resolve(packageRoot, '../..');

export const seedFile = join(repositoryRoot, 'seed.yml');

/** A folder for each mesh that runs, or ran, from here. */
export const meshesFolder = join(repositoryRoot, '.mesh');

/** Where a running mesh describes itself and its services log. */
export function meshFolder(name: string): string {
  return join(meshesFolder, name);
}

/** The project's own Node, whichever one runs us; on a platform without one, the one that does. */
export function pinnedNode(): string {
  const pinned = join(repositoryRoot, 'node_modules', '.bin', 'node');
  return existsSync(pinned) ? pinned : process.execPath;
}

/** Downloads are kept here between runs, and nothing else is. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env.TAPMESH_CACHE_DIR) return resolve(env.TAPMESH_CACHE_DIR);
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'tapmesh');
}
