import { setTimeout as delay } from 'node:timers/promises';
import type { Tally } from './tally.js';
import type { Tap } from './tap.js';
import { Terminals, type TerminalsOptions } from './terminals.js';

export interface BurstOptions extends Pick<TerminalsOptions, 'mesh'> {
  nextTap: () => Tap;
  terminals: number;
  /** How many begin in a second. */
  perSecond: number;
  answerTimeoutMs: number;
  tally: Tally;
  /** Told whenever a further thousand have begun. */
  onProgress?: (begun: number) => void;
}

export interface Burst {
  /** Resolves with the milliseconds of each answer that was as expected. */
  answers: Promise<number[]>;
  /** Terminals that have no answer yet. */
  waiting: () => number;
  /** Connections that broke; their terminals asked again with the same request id. */
  broken: () => number;
}

const BEATS_PER_SECOND = 20;
const AGAIN_MS = 1_000;
const MOST_AGAIN = 20;

/**
 * Each terminal taps once, and asks again when its connection breaks, as terminals do. Resolves when
 * all have begun.
 */
export async function burst(options: BurstOptions): Promise<Burst> {
  const { mesh, nextTap, perSecond, answerTimeoutMs, tally, onProgress = () => {} } = options;
  const terminals = new Terminals({ mesh, connections: options.terminals, answerTimeoutMs });
  const durations: number[] = [];
  let waiting = 0;
  let broken = 0;
  const tapOnce = async (): Promise<void> => {
    waiting += 1;
    const tap = nextTap();
    const began = performance.now();
    let outcome = await terminals.tap(tap);
    for (let again = 0; outcome.kind === 'broken' && again < MOST_AGAIN; again += 1) {
      broken += 1;
      await delay(AGAIN_MS);
      outcome = await terminals.tap(tap);
    }
    waiting -= 1;
    tally.count(tap, outcome);
    if (outcome.kind === 'as_expected') durations.push(performance.now() - began);
  };
  const taps: Promise<void>[] = [];
  while (taps.length < options.terminals) {
    const more = Math.min(perSecond / BEATS_PER_SECOND, options.terminals - taps.length);
    for (let turn = 0; turn < more; turn += 1) {
      taps.push(tapOnce());
      if (taps.length % 1_000 === 0) onProgress(taps.length);
    }
    await delay(1_000 / BEATS_PER_SECOND);
  }
  const answers = Promise.all(taps)
    .then(() => terminals.close())
    .then(() => durations);
  return { answers, waiting: () => waiting, broken: () => broken };
}
