import { setTimeout as delay } from 'node:timers/promises';

const PAUSE_MS = 10;

/** Waits for a condition and gives what it found; fails when it does not come true in time. */
export async function eventually<T>(
  look: () => T | undefined | Promise<T | undefined>,
  timeoutMs = 15_000,
): Promise<T> {
  const giveUpAt = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > giveUpAt) throw new Error(`in vain: ${look.toString()}`);
    await delay(PAUSE_MS);
  }
}
