import type { BusFaults } from '../bus/bus.js';
import type { DatabaseFaults } from '../database/memory-database.js';
import type { Random } from '../world/random.js';

/** How bad it is in a run: each a probability at every single occasion. */
export interface FaultLevels {
  crash: number;
  standStill: number;
  connectionBreaks: number;
  produceFails: number;
  recordRepeats: number;
  stall: number;
  slow: number;
  rebalance: number;
  lookupFails: number;
  skewMs: number;
}

const CALM: FaultLevels = {
  ...{ crash: 0, standStill: 0, connectionBreaks: 0, produceFails: 0, recordRepeats: 0 },
  ...{ stall: 0, slow: 0, rebalance: 0, lookupFails: 0, skewMs: 0 },
};

/** Some runs are calm, some have one kind of trouble, most have several at once. */
export function makeLevels(random: Random): FaultLevels {
  if (random.chance(0.05)) return CALM;
  const level = (...levels: number[]): number => (random.chance(0.5) ? random.pick(levels) : 0);
  return {
    crash: level(0.001, 0.004, 0.02),
    standStill: level(0.0005, 0.003),
    connectionBreaks: level(0.005, 0.03, 0.15),
    produceFails: level(0.02, 0.2),
    recordRepeats: level(0.05, 0.3),
    stall: level(0.02, 0.1),
    slow: level(0.02, 0.1),
    rebalance: level(0.002),
    lookupFails: level(0.05),
    skewMs: level(50, 2_000),
  };
}

/** Chance, until everything is to heal: from then on all is quick and nothing fails. */
export class Faults {
  healed = false;

  constructor(
    private readonly random: Random,
    readonly levels: FaultLevels,
  ) {}

  happens(kind: Exclude<keyof FaultLevels, 'skewMs'>): boolean {
    const probability = this.levels[kind];
    return probability > 0 && !this.healed && this.random.chance(probability);
  }

  skewMs(): number {
    const { skewMs } = this.levels;
    return skewMs === 0 ? 0 : this.random.between(-skewMs, skewMs);
  }

  networkMs = (): number =>
    this.short() + (this.happens('slow') ? this.random.between(0, 3_000) : 0);

  readonly database: DatabaseFaults = {
    latencyMs: () => this.short() + (this.happens('slow') ? this.random.between(0, 500) : 0),
    breaks: (at) => {
      if (!this.happens('connectionBreaks')) return undefined;
      return at === 'commit' && this.random.chance(0.5) ? 'after' : 'before';
    },
  };

  readonly bus: BusFaults = {
    latencyMs: () => this.short() + (this.happens('slow') ? this.random.between(0, 500) : 0),
    deliveryMs: () => this.short() + (this.happens('stall') ? this.random.between(0, 6_000) : 0),
    produceFails: () => {
      if (!this.happens('produceFails')) return undefined;
      return this.random.pick(['before', 'after', 'partly'] as const);
    },
    repeats: () => this.happens('recordRepeats'),
  };

  readonly rebalanceMs = (why: 'joined' | 'left' | 'died'): number =>
    why === 'died'
      ? this.random.between(50, this.healed ? 500 : 10_000)
      : this.random.between(1, 300);

  /** A round trip on a good day. */
  private short(): number {
    return 0.2 + this.random.next() * 2;
  }
}
