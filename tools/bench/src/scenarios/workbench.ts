import type { Mesh, Progress } from '@tapmesh/mesh';
import type { Books } from '../books/books.js';
import { MemoryPeak } from '../figures/memory-peak.js';
import type { Meter } from '../figures/meter.js';
import { percentiles } from '../figures/percentiles.js';
import type { Ratio, RunFigures } from '../figures/run-figures.js';
import { load, type LoadResult } from '../load/closed-loop.js';
import type { People } from '../load/shoppers.js';
import type { Tally } from '../load/tally.js';
import type { Tap } from '../load/tap.js';
import type { BenchOptions } from '../options/options.js';

/** Unmeasured, at the run's own number: connections open and crowds form. */
const SETTLE_SECONDS = 1;

export interface RunOptions {
  scenario: string;
  terminals: number;
  nextTap: () => Tap;
  /** Called as each tap begins. */
  onTap?: () => void;
  settleSeconds?: number;
}

export interface WorkbenchParts {
  mesh: Mesh;
  options: BenchOptions;
  people: People;
  tally: Tally;
  meter: Meter;
  books: Books;
  progress: Progress;
}

/** A running mesh with all that is needed to measure it, and what has been measured so far. */
export class Workbench {
  readonly runs: RunFigures[] = [];
  readonly ratios: Ratio[] = [];
  /** What was wrong, beside wrong answers. */
  readonly problems: string[] = [];

  constructor(readonly parts: WorkbenchParts) {}

  tap(options: Omit<RunOptions, 'scenario'>, seconds: number): Promise<LoadResult> {
    const { mesh, tally } = this.parts;
    return load({ ...options, mesh, tally, seconds });
  }

  /** Lets it settle, then measures. */
  async run(options: RunOptions): Promise<RunFigures> {
    const { scenario, terminals, settleSeconds = SETTLE_SECONDS } = options;
    await this.tap(options, settleSeconds);
    const figures = await this.parts.progress.step(
      `${scenario}, ${terminals}`,
      () => this.measure(options),
      ({ answeredPerSecond, p50Ms, p95Ms }) =>
        `${answeredPerSecond.toFixed(1)}/s, p50 ${p50Ms.toFixed(0)} ms, p95 ${p95Ms.toFixed(0)} ms`,
    );
    this.runs.push(figures);
    return figures;
  }

  /** The measured run of a scenario at that number of terminals, where there was one. */
  measured(scenario: string, terminals: number): RunFigures | undefined {
    return this.runs.find((run) => run.scenario === scenario && run.terminals === terminals);
  }

  private async measure(options: RunOptions): Promise<RunFigures> {
    const { mesh, meter, tally } = this.parts;
    const { seconds } = this.parts.options;
    const answered = tally.answered;
    const spent = await meter.start();
    const memory = MemoryPeak.watch(mesh);
    const { durations, approved, failures } = await this.tap(options, seconds);
    const costs = await spent(tally.answered - answered);
    return {
      scenario: options.scenario,
      terminals: options.terminals,
      approvedPerSecond: approved / seconds,
      answeredPerSecond: durations.length / seconds,
      ...percentiles(durations),
      failures,
      ...costs,
      memoryMiBByProcess: await memory.stop(),
    };
  }
}
