import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for a condition, not for a time. @throws what the last look threw, after the deadline */
export async function eventually<T>(
  look: () => T | false | Promise<T | false>,
  timeoutMs = 15_000,
): Promise<NonNullable<T>> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      const seen = await look();
      if (seen) return seen as NonNullable<T>;
      if (Date.now() > deadline) throw new Error('it did not come to be');
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await sleep(10);
  }
}
