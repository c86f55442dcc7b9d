/**
 * Whether an endpoint is asked at all: one that failed so often in a row is left alone for a while, and
 * then asked once. Of one instance; another finds out for itself.
 */
export interface Breaker {
  readonly failuresInRow: number;
  /** How often in a row it has opened. */
  readonly openings: number;
  /** Nothing is attempted before. */
  readonly openUntilMs: number;
}

export const CLOSED: Breaker = { failuresInRow: 0, openings: 0, openUntilMs: 0 };

const FAILURES_TO_OPEN = 10;
const FIRST_OPEN_MS = 1_000;
const LONGEST_OPEN_MS = 60_000;

export function afterSuccess(): Breaker {
  return CLOSED;
}

/** Attempts that were under way when it opened say nothing new and do not open it for longer. */
export function afterFailure(breaker: Breaker, nowMs: number): Breaker {
  const failuresInRow = breaker.failuresInRow + 1;
  const isProbe = breaker.openings > 0;
  if (nowMs < breaker.openUntilMs || (!isProbe && failuresInRow < FAILURES_TO_OPEN)) {
    return { ...breaker, failuresInRow };
  }
  const openForMs = Math.min(FIRST_OPEN_MS * 2 ** breaker.openings, LONGEST_OPEN_MS);
  return {
    failuresInRow,
    openings: Math.min(breaker.openings + 1, 16),
    openUntilMs: nowMs + openForMs,
  };
}

/** How many attempts may be under way: none, the one that shows whether it is back, or all. */
export function allowedAttempts(breaker: Breaker, nowMs: number, most: number): number {
  if (nowMs < breaker.openUntilMs) return 0;
  return breaker.openings > 0 ? Math.min(1, most) : most;
}
