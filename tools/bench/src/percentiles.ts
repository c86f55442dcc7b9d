/** Of durations in milliseconds. */
export interface Percentiles {
  p50: number;
  p95: number;
  p99: number;
}

/** By nearest rank: each is a duration that was measured, never one in between. */
export function percentiles(durations: readonly number[]): Percentiles {
  const sorted = Float64Array.from(durations).sort();
  const at = (share: number): number =>
    sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
