import { setTimeout as delay } from 'node:timers/promises';

export interface WaitOptions {
  timeoutMs: number;
  intervalMs?: number;
}

/** Asks again and again until the answer is not `undefined`; `undefined` when time runs out. */
export async function waitFor<T>(
  question: () => Promise<T | undefined> | T | undefined,
  { timeoutMs, intervalMs = 50 }: WaitOptions,
): Promise<T | undefined> {
  const giveUpAt = Date.now() + timeoutMs;
  for (;;) {
    const answer = await question();
    if (answer !== undefined) return answer;
    if (Date.now() >= giveUpAt) return undefined;
    await delay(intervalMs);
  }
}
