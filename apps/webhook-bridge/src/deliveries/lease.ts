/** For waiting in the queue in memory, beside the attempt itself. */
const QUEUEING_MS = 15_000;
/** What storing the outcome may take. */
const STORING_MS = 5_000;

/**
 * How long a claim keeps a delivery from everybody else. What it was claimed by may die: so long the
 * delivery is then nobody's, so it is no longer than it must be.
 */
export function leaseMs(timeoutMs: number): number {
  return timeoutMs + QUEUEING_MS;
}

/** Whether an attempt that starts now ends, and is stored, while the claim still holds. */
export function leaseSuffices(
  { claimedUntilMs }: { claimedUntilMs: number },
  { timeoutMs, nowMs }: { timeoutMs: number; nowMs: number },
): boolean {
  return claimedUntilMs - nowMs >= timeoutMs + STORING_MS;
}
