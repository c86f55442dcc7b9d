import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for a condition, not for a time. @throws what the last look threw, after the deadline */
export async function eventually(
  look: () => void | Promise<void>,
  timeoutMs = 20_000,
): Promise<void> {
  const giveUpAt = Date.now() + timeoutMs;
  for (;;) {
    try {
      await look();
      return;
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
    }
    await sleep(10);
  }
}
