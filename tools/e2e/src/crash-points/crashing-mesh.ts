import { startMesh, waitFor, type Mesh, type MeshOptions } from '@tapmesh/mesh';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CrashOrder } from './crash-order.js';

const CRASHED_WITHIN_MS = 30_000;

/** A mesh whose services can be told when to die. */
export class CrashingMesh {
  private constructor(
    readonly mesh: Mesh,
    private readonly folder: string,
  ) {}

  static async start(options: Omit<MeshOptions, 'env'>): Promise<CrashingMesh> {
    const folder = await mkdtemp(join(tmpdir(), 'tapmesh-crash-'));
    const module = pathToFileURL(join(import.meta.dirname, 'crash.ts')).href;
    const mesh = await startMesh({
      ...options,
      env: { NODE_OPTIONS: `--import ${module}`, CRASH_FOLDER: folder },
    });
    return new CrashingMesh(mesh, folder);
  }

  /** Makes a service end itself at that moment, once. */
  async order(service: string, order: CrashOrder): Promise<void> {
    await writeFile(join(this.folder, `${service}.json`), JSON.stringify(order));
  }

  /** Resolves when it has ended itself. */
  async crashed(service: string): Promise<void> {
    const [instance] = this.mesh.instancesOf(service);
    const gone = await waitFor(() => (instance?.running === false ? true : undefined), {
      timeoutMs: CRASHED_WITHIN_MS,
    });
    if (!gone) throw new Error(`${service} did not come to the moment at which it was to crash`);
  }

  async stop(): Promise<void> {
    await this.mesh.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
