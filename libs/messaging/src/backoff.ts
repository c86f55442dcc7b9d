import { setTimeout as sleep } from 'node:timers/promises';

export interface BackoffOptions {
  firstDelayMs: number;
  maxDelayMs: number;
}

/** Doubling delays with jitter, so that instances that failed together do not return together. */
export function backoffMs(attempt: number, { firstDelayMs, maxDelayMs }: BackoffOptions): number {
  const full = Math.min(maxDelayMs, firstDelayMs * 2 ** Math.min(attempt, 30));
  return full / 2 + (Math.random() * full) / 2;
}

/** @returns false when the wait was called off */
export async function pause(ms: number, signal?: AbortSignal): Promise<boolean> {
  try {
    await sleep(ms, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}

/** Waits for `work`, but no longer than `ms`. @returns whether it came in time */
export async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  const timer = new AbortController();
  try {
    return await Promise.race([
      work.then(() => true),
      pause(ms, timer.signal).then((elapsed) => !elapsed),
    ]);
  } finally {
    timer.abort();
  }
}
