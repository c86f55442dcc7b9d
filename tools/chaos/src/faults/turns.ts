import type { Random } from '../random.js';
import type { Target } from './fault.js';

/** Whose turn it is: every service has had its own before one has another, so that none is forgotten. */
export class Turns {
  private services: string[] = [];

  constructor(
    private readonly targets: readonly Target[],
    private readonly random: Random,
  ) {}

  service(): string {
    if (this.services.length === 0) {
      this.services = this.random.shuffled([
        ...new Set(this.targets.map(({ service }) => service)),
      ]);
    }
    return this.services.pop()!;
  }

  target(): Target {
    const service = this.service();
    return this.random.pick(this.targets.filter((target) => target.service === service));
  }
}
