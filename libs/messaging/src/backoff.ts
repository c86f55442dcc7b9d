export interface BackoffOptions {
  firstDelayMs: number;
  maxDelayMs: number;
}

/** Doubling delays with jitter, so that instances that failed together do not return together. */
export function backoffMs(attempt: number, { firstDelayMs, maxDelayMs }: BackoffOptions): number {
  const full = Math.min(maxDelayMs, firstDelayMs * 2 ** Math.min(attempt, 30));
  return full / 2 + (Math.random() * full) / 2;
}

/**
 * The global timer, which a simulation's clock can stand in for; `timers/promises` is bound at import.
 * @returns false when the wait was called off
 */
export function pause(ms: number, signal?: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve(false);
    const callOff = (): void => {
      clearTimeout(timer);
      resolve(false);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', callOff);
      resolve(true);
    }, ms);
    signal?.addEventListener('abort', callOff, { once: true });
  });
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
