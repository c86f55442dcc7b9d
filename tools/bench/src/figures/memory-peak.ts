import { residentMemory, type MeshProcesses } from './processes.js';

const INTERVAL_MS = 500;

/** The most memory that each part had at any look, from now until it is stopped. */
export class MemoryPeak {
  private readonly peak = new Map<string, number>();
  private readonly timer: NodeJS.Timeout;
  private look: Promise<void>;

  private constructor(private readonly mesh: MeshProcesses) {
    this.look = this.lookNow();
    this.timer = setInterval(() => {
      this.look = this.look.then(() => this.lookNow());
    }, INTERVAL_MS);
  }

  static watch(mesh: MeshProcesses): MemoryPeak {
    return new MemoryPeak(mesh);
  }

  /** @returns MiB by part of the mesh */
  async stop(): Promise<Record<string, number>> {
    clearInterval(this.timer);
    await this.look;
    await this.lookNow();
    return Object.fromEntries(this.peak);
  }

  private async lookNow(): Promise<void> {
    for (const [name, mib] of await residentMemory(this.mesh)) {
      this.peak.set(name, Math.max(mib, this.peak.get(name) ?? 0));
    }
  }
}
