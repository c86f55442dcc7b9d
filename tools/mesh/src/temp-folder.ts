import { chmod, mkdtemp, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { MeshError } from './mesh-error.js';
import type { Reaper } from './reaper.js';

/** A folder for data that lives as long as the mesh. Others may enter it: PostgreSQL is not root. */
export class TempFolder {
  private constructor(readonly path: string) {}

  static async create(prefix: string, reaper: Reaper): Promise<TempFolder> {
    let path: string;
    try {
      path = await mkdtemp(join(await realpath(tmpdir()), `${prefix}-`));
    } catch (error) {
      throw new MeshError(
        `no temporary folder can be made in ${tmpdir()} (${(error as Error).message}): set TMPDIR to a folder that you may write to`,
      );
    }
    reaper.remove(path);
    await chmod(path, 0o755);
    return new TempFolder(path);
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The first folder on the way to `path` that users other than its owner may not enter. */
export async function closedParent(path: string): Promise<string | undefined> {
  const parent = dirname(path);
  const above = parent === path ? undefined : await closedParent(parent);
  if (above !== undefined) return above;
  const { mode } = await stat(path);
  return (mode & 0o001) === 0 ? path : undefined;
}
