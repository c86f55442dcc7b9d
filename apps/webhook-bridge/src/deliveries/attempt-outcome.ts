import type { FailureReason } from './delivery.js';
import { retryDelayMs, type FailedTry } from './retry-schedule.js';

/** What came of an attempt, as far as the decision needs it. */
export interface Answer {
  /** Undefined where nobody answered. */
  status?: number;
  /** What the answer's `Retry-After` asks for. */
  retryAfterMs?: number;
}

export interface AttemptFacts extends FailedTry {
  answer: Answer;
  heldSince?: Date;
  orderHoldMs: number;
}

export type Outcome =
  | { state: 'DELIVERED' }
  | { state: 'FAILED'; reason: FailureReason }
  | {
      state: 'PENDING';
      dueAt: Date;
      heldSince: Date;
      /** It has held its subject back for long enough: from then on the next may go. */
      letsGoAt?: Date;
    };

/** Longer than that nobody is believed. */
const LONGEST_RETRY_AFTER_MS = 24 * 3_600_000;
const GONE = 410;
const MAY_ASK_FOR_TIME = [429, 503];

export function isDelivered({ status }: Answer): boolean {
  return status !== undefined && status >= 200 && status < 300;
}

/** Nobody is there any more, and nothing is to be sent. */
export function isGone({ status }: Answer): boolean {
  return status === GONE;
}

export function outcomeOf(facts: AttemptFacts): Outcome {
  const { answer, now } = facts;
  if (isDelivered(answer)) return { state: 'DELIVERED' };
  if (isGone(answer)) return { state: 'FAILED', reason: 'gone' };
  const delayMs = retryDelayMs(facts);
  if (delayMs === undefined) return { state: 'FAILED', reason: 'exhausted' };
  const dueAt = later(now, Math.max(delayMs, askedFor(answer)));
  return { state: 'PENDING', dueAt, ...holding(facts, dueAt) };
}

function askedFor({ status = 0, retryAfterMs = 0 }: Answer): number {
  return MAY_ASK_FOR_TIME.includes(status) ? Math.min(retryAfterMs, LONGEST_RETRY_AFTER_MS) : 0;
}

/** A delivery holds its subject from its first failure on, and no longer than it may. */
function holding(
  { heldSince, now, orderHoldMs }: AttemptFacts,
  dueAt: Date,
): { heldSince: Date; letsGoAt?: Date } {
  const since = heldSince ?? now;
  const longest = later(since, orderHoldMs);
  return dueAt > longest ? { heldSince: since, letsGoAt: longest } : { heldSince: since };
}

function later(moment: Date, ms: number): Date {
  return new Date(moment.getTime() + ms);
}
