/** What an endpoint may take of what is free. */
const SHARE = 1 / 8;

/**
 * How many attempts one endpoint may have under way, given how many more may start at all. A share of what
 * is free, so that however many endpoints hang, something is always free for one that does not: with `k`
 * of them `1 / (1 + k/8)` of all.
 */
export function concurrencyShare({ free, most }: { free: number; most: number }): number {
  if (free <= 0) return 0;
  return Math.min(most, Math.max(1, Math.floor(free * SHARE)));
}
