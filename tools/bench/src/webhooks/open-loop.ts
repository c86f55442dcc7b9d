import { setTimeout as pause } from 'node:timers/promises';
import { monotonicMs } from './clock.js';

export interface OpenLoop {
  perSecond: number;
  seconds: number;
  /** Begins one; nobody waits for it before the next one is due. */
  begin: (scheduledMs: number) => Promise<void>;
}

const TICK_MS = 1;

/** How many are due so long after the beginning. */
export function dueAfter(
  elapsedMs: number,
  { perSecond, seconds }: Omit<OpenLoop, 'begin'>,
): number {
  const all = Math.round(perSecond * seconds);
  return Math.min(all, Math.max(0, Math.floor((elapsedMs / 1_000) * perSecond) + 1));
}

/**
 * At its rate whatever becomes of those before: what is late is counted from when it was due, so that a
 * stall costs all whom it would have cost.
 */
export async function openLoop({ perSecond, seconds, begin }: OpenLoop): Promise<void> {
  const all = Math.round(perSecond * seconds);
  const startMs = monotonicMs();
  const begun: Promise<void>[] = [];
  while (begun.length < all) {
    const due = dueAfter(monotonicMs() - startMs, { perSecond, seconds });
    while (begun.length < due) begun.push(begin(startMs + (begun.length / perSecond) * 1_000));
    if (begun.length < all) await pause(TICK_MS);
  }
  await Promise.all(begun);
}
