import type { Costs } from './meter.js';
import type { Percentiles } from './percentiles.js';

/** One number of terminals in one scenario. */
export interface RunFigures extends Percentiles, Costs {
  scenario: string;
  terminals: number;
  approvedPerSecond: number;
  /** Of answers as the scenario expects them. */
  answeredPerSecond: number;
  failures: number;
  /** The most that was seen while it ran. */
  memoryMiBByProcess: Record<string, number>;
}
