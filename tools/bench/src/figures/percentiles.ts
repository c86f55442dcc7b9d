/** Of durations in milliseconds; `NaN` where there were none. */
export interface Percentiles {
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
  maxMs: number;
}

/** By nearest rank: each is a duration that was measured, never one in between. */
export function percentiles(durations: readonly number[]): Percentiles {
  const sorted = Float64Array.from(durations).sort();
  const at = (share: number): number =>
    sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
  return { p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), maxMs: at(1) };
}
