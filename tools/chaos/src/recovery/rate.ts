/** Of the rate before: what counts as back to full rate. */
export const FULL_SHARE = 0.8;
const WINDOW_MS = 1_000;

export interface Disturbance {
  /** When each answer was given, in ms, ascending. */
  answersMs: readonly number[];
  atMs: number;
  /** Answers per second before it. */
  before: number;
}

/**
 * How long after the disturbance the first second ends in which the rate was full again. Seconds
 * that begin before it do not count.
 * @returns undefined when there was none
 */
export function recoveredAfterMs({ answersMs, atMs, before }: Disturbance): number | undefined {
  const wanted = Math.ceil((before * FULL_SHARE * WINDOW_MS) / 1_000);
  const after = answersMs.filter((answer) => answer > atMs);
  for (let first = 0; first + wanted <= after.length; first += 1) {
    const last = after[first + wanted - 1]!;
    if (last - after[first]! < WINDOW_MS) return Math.max(last, atMs + WINDOW_MS) - atMs;
  }
  return undefined;
}

/** Answers per second within a span. */
export function rateBetween(answersMs: readonly number[], fromMs: number, toMs: number): number {
  const within = answersMs.filter((answer) => answer > fromMs && answer <= toMs).length;
  return (within * 1_000) / (toMs - fromMs);
}
