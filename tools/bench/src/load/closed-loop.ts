import type { Tally } from './tally.js';
import type { Tap } from './tap.js';
import { Terminals, type TerminalsOptions } from './terminals.js';

export interface LoadOptions extends Pick<TerminalsOptions, 'mesh'> {
  nextTap: () => Tap;
  terminals: number;
  seconds: number;
  tally: Tally;
  /** Called as each tap begins. */
  onTap?: () => void;
}

export interface LoadResult {
  /** Milliseconds, of the taps that began and were answered as expected within the time. */
  durations: number[];
  /** How many of them were approvals. */
  approved: number;
  failures: number;
}

/** Each terminal taps, waits for its answer and taps again, over a connection that it keeps. */
export async function load(options: LoadOptions): Promise<LoadResult> {
  const { mesh, nextTap, seconds, tally, onTap = () => {} } = options;
  const terminals = new Terminals({ mesh, connections: options.terminals });
  const durations: number[] = [];
  let approved = 0;
  const failuresBefore = tally.failures;
  const end = performance.now() + seconds * 1_000;
  const tapUntilEnd = async (): Promise<void> => {
    while (performance.now() < end) {
      const tap = nextTap();
      onTap();
      const began = performance.now();
      const outcome = await terminals.tap(tap);
      const ended = performance.now();
      tally.count(tap, outcome);
      if (outcome.kind !== 'as_expected' || ended > end) continue;
      durations.push(ended - began);
      if (tap.expected.code === 'approved') approved += 1;
    }
  };
  await Promise.all(Array.from({ length: options.terminals }, tapUntilEnd));
  await terminals.close();
  return { durations, approved, failures: tally.failures - failuresBefore };
}
