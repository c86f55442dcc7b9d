import type { Mesh, Progress } from '@tapmesh/mesh';
import type { Books } from '../books/books.js';
import { MemoryPeak } from '../figures/memory-peak.js';
import type { Meter } from '../figures/meter.js';
import { percentiles } from '../figures/percentiles.js';
import type { RunFigures } from '../figures/run-figures.js';
import type { Target } from '../figures/target.js';
import { load, type LoadResult } from '../load/closed-loop.js';
import type { People } from '../load/shoppers.js';
import type { Tally } from '../load/tally.js';
import type { Tap } from '../load/tap.js';
import type { BenchOptions } from '../options/options.js';

/** Unmeasured, at the run's own number: connections open and crowds form. */
const SETTLE_SECONDS = 1;

export interface Loading {
  terminals: number;
  nextTap: () => Tap;
  /** Called as each tap begins. */
  onTap?: () => void;
}

export interface RunOptions extends Loading {
  scenario: string;
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
  readonly targets: Target[] = [];
  /** What was wrong, beside wrong answers and books. */
  readonly problems: string[] = [];

  constructor(readonly parts: WorkbenchParts) {}

  tap(loading: Loading, seconds: number): Promise<LoadResult> {
    const { mesh, tally } = this.parts;
    return load({ ...loading, mesh, tally, seconds });
  }

  /** Lets terminals tap in a closed loop: unmeasured until it has settled, then measured. */
  async run(options: RunOptions): Promise<RunFigures> {
    await this.tap(options, options.settleSeconds ?? SETTLE_SECONDS);
    return this.measure(options, () => this.tap(options, this.parts.options.seconds));
  }

  /** Measures any work that takes as long as a run does. */
  measure(
    run: Pick<RunFigures, 'scenario' | 'terminals'>,
    work: () => Promise<LoadResult>,
  ): Promise<RunFigures> {
    return this.parts.progress.step(
      `${run.scenario}, ${run.terminals}`,
      () => this.measured(run, work),
      ({ answeredPerSecond, p50Ms, p95Ms }) =>
        `${answeredPerSecond.toFixed(1)}/s, p50 ${p50Ms.toFixed(0)} ms, p95 ${p95Ms.toFixed(0)} ms`,
    );
  }

  /** The run of a scenario at that number of terminals, where there was one. */
  runOf(scenario: string, terminals: number): RunFigures | undefined {
    return this.runs.find((run) => run.scenario === scenario && run.terminals === terminals);
  }

  private async measured(
    { scenario, terminals }: Pick<RunFigures, 'scenario' | 'terminals'>,
    work: () => Promise<LoadResult>,
  ): Promise<RunFigures> {
    const { mesh, meter, tally, options } = this.parts;
    const answered = tally.answered;
    const spent = await meter.start();
    const memory = MemoryPeak.watch(mesh);
    const { durations, approved, failures } = await work();
    const costs = await spent(tally.answered - answered);
    const figures: RunFigures = {
      scenario,
      terminals,
      approvedPerSecond: approved / options.seconds,
      answeredPerSecond: durations.length / options.seconds,
      ...percentiles(durations),
      failures,
      ...costs,
      memoryMiBByProcess: await memory.stop(),
    };
    this.runs.push(figures);
    return figures;
  }
}
