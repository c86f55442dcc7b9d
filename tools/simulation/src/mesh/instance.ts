import type { Owner } from '../world/world.js';

/** One process of a service. What it has in memory dies with it; its database does not. */
export class Instance implements Owner {
  alive = true;
  /** Until when it stands still, by the world's clock since the start. */
  stillUntilMs = 0;
  private readonly atDeath: (() => void)[] = [];

  constructor(
    readonly name: string,
    readonly service: string,
    readonly skewMs: number,
  ) {}

  /** What others notice when it dies. */
  onDeath(notice: () => void): void {
    this.atDeath.push(notice);
  }

  kill(): void {
    this.alive = false;
    for (const notice of this.atDeath) notice();
  }
}
