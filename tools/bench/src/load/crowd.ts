import { setTimeout as delay } from 'node:timers/promises';
import type { Tally } from './tally.js';
import type { Tap } from './tap.js';
import { Terminals, type TerminalsOptions } from './terminals.js';

export interface CrowdOptions extends Pick<TerminalsOptions, 'mesh'> {
  nextTap: () => Tap;
  terminals: number;
  /** Measured, after `settleSeconds` in which the crowd gathers. */
  seconds: number;
  settleSeconds: number;
  tally: Tally;
}

export interface CrowdResult {
  /** Milliseconds, of the answers that came as expected within the measured time. */
  durations: number[];
  /** Milliseconds until a 503, of those within the measured time. */
  refusals: number[];
  /** All requests that were told 503; their terminals tapped anew under another id. */
  refusedIds: string[];
  failures: number;
}

/** What a terminal that is told no time waits, so that it does not hammer. */
const UNTOLD_MS = 1_000;

/** More terminals than can be served: who is told 503 comes back with a new tap when it was told to. */
export async function crowd(options: CrowdOptions): Promise<CrowdResult> {
  const { mesh, nextTap, seconds, settleSeconds, tally } = options;
  const terminals = new Terminals({ mesh, connections: options.terminals });
  const result: CrowdResult = { durations: [], refusals: [], refusedIds: [], failures: 0 };
  const failuresBefore = tally.failures;
  const begin = performance.now() + settleSeconds * 1_000;
  const end = begin + seconds * 1_000;
  const isMeasured = (moment: number): boolean => begin <= moment && moment <= end;
  const tapUntilEnd = async (): Promise<void> => {
    while (performance.now() < end) {
      const tap = nextTap();
      const began = performance.now();
      const outcome = await terminals.tap(tap);
      const ended = performance.now();
      if (outcome.kind === 'too_busy' && outcome.retryAfterMs !== undefined) {
        if (isMeasured(ended)) result.refusals.push(ended - began);
        result.refusedIds.push(tap.requestId);
        await delay(outcome.retryAfterMs);
        continue;
      }
      tally.count(tap, outcome);
      if (outcome.kind === 'too_busy') await delay(UNTOLD_MS);
      if (outcome.kind === 'as_expected' && isMeasured(ended)) {
        result.durations.push(ended - began);
      }
    }
  };
  await Promise.all(Array.from({ length: options.terminals }, tapUntilEnd));
  await terminals.close();
  return { ...result, failures: tally.failures - failuresBefore };
}
