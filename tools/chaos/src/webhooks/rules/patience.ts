import type { Disagreement } from '@tapmesh/operations';
import { groupBy } from '../receipt.js';
import { disagreement, type Heard } from './heard.js';

/** Two processes read the same clock at different moments. */
const CLOCK_MS = 25;

/** Whoever is asked to wait, by `Retry-After`, waits. */
export function patience(heard: Heard): Disagreement[] {
  return [...groupBy(heard.receipts, ({ id }) => id)].flatMap(([id, attempts]) =>
    attempts.slice(1).flatMap(({ atMs, subject }, place) => {
      const { atMs: askedAtMs, retryAfterMs = 0 } = attempts[place]!;
      const waitedMs = atMs - askedAtMs;
      if (waitedMs >= retryAfterMs - CLOCK_MS) return [];
      const message = `got ${id} again after ${waitedMs} ms, and had asked for ${retryAfterMs}`;
      return [disagreement(heard, { about: subject, kind: 'impatient', message })];
    }),
  );
}
