import type { Tally } from './tally.js';
import type { Tap } from './tap.js';
import { Terminals, type TerminalsOptions } from './terminals.js';

export interface BesideOptions extends Pick<TerminalsOptions, 'mesh'> {
  nextTap: () => Tap;
  tally: Tally;
  /** At once; a tap beyond them is left out. */
  mostAtOnce: number;
}

/** Taps that nobody waits for: one beside each tap of somebody else, however long they take. */
export class Beside {
  private readonly terminals: Terminals;
  private readonly underWay = new Set<Promise<void>>();
  /** Taps that were made. */
  made = 0;
  leftOut = 0;

  constructor(private readonly options: BesideOptions) {
    this.terminals = new Terminals({ mesh: options.mesh, connections: options.mostAtOnce });
  }

  tap(): void {
    if (this.underWay.size >= this.options.mostAtOnce) {
      this.leftOut += 1;
      return;
    }
    this.made += 1;
    const tapping = this.tapOnce().finally(() => this.underWay.delete(tapping));
    this.underWay.add(tapping);
  }

  /** Waits for the answers that are still to come. */
  async close(): Promise<void> {
    await Promise.all(this.underWay);
    await this.terminals.close();
  }

  private async tapOnce(): Promise<void> {
    const { nextTap, tally } = this.options;
    const tap = nextTap();
    tally.count(tap, await this.terminals.tap(tap));
  }
}
