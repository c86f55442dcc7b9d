import { setTimeout as pause } from 'node:timers/promises';

const MOST_MS = 20_000;

/** Looks again until something is there: a condition, no guess of how long that takes. */
export async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + MOST_MS;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (performance.now() > deadline) throw new Error(`it did not come to be in ${MOST_MS} ms`);
    await pause(10);
  }
}
