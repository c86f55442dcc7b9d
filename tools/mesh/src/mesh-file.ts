import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MeshError } from './mesh-error.js';
import { meshesFolder, meshFolder } from './paths.js';
import type { Reaper } from './reaper.js';
import type { AccountBehaviour } from './seed.js';

/** `.mesh/NAME/mesh.json`: how a running mesh describes itself to scripts. */
export interface MeshDescription {
  services: { name: string; url: string; pid: number }[];
  /** `pid` is null when somebody else runs it. */
  kafka: { brokers: string; pid: number | null };
  postgres: { url: string; pid: number | null };
  /** Put before every topic and group. */
  topicPrefix: string;
  /** Each service's database, by the service's name. */
  databases: Record<string, string>;
  /** `header` is the HTTP header that carries `key` as it stands here. */
  terminal: { key: string; header: string };
  tenants: { id: string; apiSecret: string }[];
  accounts: {
    walletAddress: string;
    /** The tenant's slug. */
    bank: string;
    asset: string;
    scale: number;
    balance: string;
    behaviour: AccountBehaviour;
  }[];
}

export function meshFile(name: string): string {
  return join(meshFolder(name), 'mesh.json');
}

function lockFile(name: string): string {
  return join(meshFolder(name), 'mesh.pid');
}

/** Appears whole or not at all, so that a script that waits for it never reads half of it. */
export async function writeMeshFile(name: string, description: MeshDescription): Promise<void> {
  const file = meshFile(name);
  const unfinished = `${file}.${process.pid}`;
  // It holds keys, if only those of a development mesh.
  await writeFile(unfinished, `${JSON.stringify(description, null, 2)}\n`, { mode: 0o600 });
  await rename(unfinished, file);
}

export async function readMeshFile(name: string): Promise<MeshDescription> {
  return JSON.parse(await readFile(meshFile(name), 'utf8')) as MeshDescription;
}

/** The names of the meshes that run on this machine, from this folder. */
export async function runningMeshes(): Promise<string[]> {
  const folders = await readdir(meshesFolder).catch(() => []);
  return folders.filter((name) => existsSync(meshFile(name)) && isMesh(holderOf(name))).toSorted();
}

function holderOf(name: string): number {
  return Number(readText(lockFile(name)));
}

/** The right to be the mesh of that name, until it is given back. */
export interface MeshClaim {
  release(): Promise<void>;
}

/**
 * Takes the name, or says who has it. What a mesh that was killed left in its folder is put away;
 * its processes are the reaper's business.
 */
export async function claimName(name: string, reaper: Reaper): Promise<MeshClaim> {
  await mkdir(meshFolder(name), { recursive: true });
  const lock = lockFile(name);
  while (!(await take(lock))) {
    const holder = holderOf(name);
    if (isMesh(holder)) {
      throw new MeshError(
        `a mesh called "${name}" is already running (process ${holder}): stop it, or start this one with another --name`,
      );
    }
    await rm(lock, { force: true });
  }
  const ours = [meshFile(name), lock];
  for (const path of ours) reaper.remove(path);
  await rm(meshFile(name), { force: true });
  return {
    async release() {
      for (const path of ours) {
        await rm(path, { force: true });
        reaper.keep(path);
      }
    },
  };
}

async function take(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Is it alive, and (where the system tells) a Node process: ids are given again. */
function isMesh(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const commandLine = `/proc/${pid}/cmdline`;
  return !existsSync(commandLine) || readText(commandLine).includes('node');
}
