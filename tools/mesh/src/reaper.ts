import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot, pinnedNode } from './paths.js';
import type { ReaperOrder } from './reaper-main.js';

/**
 * A process that outlives ours for a moment: when our end of its standard input closes, however
 * that came about (`kill -9` too), it ends what we started and removes our temporary folders.
 *
 * Services could watch their parent instead, but PostgreSQL and Kafka cannot.
 */
export class Reaper {
  private constructor(private readonly child: ChildProcess) {}

  static start(): Reaper {
    const script = join(packageRoot, 'dist', 'reaper-main.js');
    if (!existsSync(script)) throw new Error(`${script} is missing: build tools/mesh first`);
    const child = spawn(pinnedNode(), [script], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      env: { PATH: process.env.PATH },
    });
    // Losing the reaper loses only the safety net.
    child.on('error', () => {});
    child.stdin!.on('error', () => {});
    child.unref();
    return new Reaper(child);
  }

  watch(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
    this.order({ watch: pid, signal });
  }

  forget(pid: number): void {
    this.order({ forget: pid });
  }

  /** A file or folder that is not to outlive us. */
  remove(path: string): void {
    this.order({ remove: path });
  }

  /** It is gone already, or somebody else's now. */
  keep(path: string): void {
    this.order({ keep: path });
  }

  /** Everything was put away: the reaper ends (and does what is left, should there be anything). */
  async close(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.ref();
    const exited = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.stdin!.end();
    await exited;
  }

  private order(order: ReaperOrder): void {
    this.child.stdin!.write(`${JSON.stringify(order)}\n`);
  }
}
