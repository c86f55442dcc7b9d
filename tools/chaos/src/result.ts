import type { Disagreement } from '@tapmesh/operations';
import type { FaultKind } from './faults/fault.js';
import type { Testimony } from './terminals/testimony.js';

/** What a run showed; `--json` writes it as it stands. */
export interface ChaosResult {
  seed: number;
  seconds: number;
  payments: number;
  /** How often each final answer was given. */
  answers: Record<string, number>;
  unanswered: number;
  /** From a terminal's first asking to its final answer, in ms. */
  longestWaitMs: number;
  /** Payments for which a terminal had to ask more than once. */
  askedAgain: number;
  webhooks: {
    /** Events that a consumer accepted, over all consumers. */
    accepted: number;
    /** Attempts that came under an id that had come before. */
    repeats: number;
  };
  faults: Record<FaultKind, number> | Record<string, number>;
  disagreements: Disagreement[];
  /** Whether the mesh came to rest within its time. */
  quiet: boolean;
  /** Processes that ended by themselves. */
  crashes: string[];
  /** Log lines of errors that nobody handled. */
  unhandled: string[];
  /** What could not be hurt or healed. */
  troubles: string[];
}

export function countBy<T>(
  items: readonly T[],
  nameOf: (item: T) => string,
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[nameOf(item)] = (counts[nameOf(item)] ?? 0) + 1;
  return counts;
}

export function summaryOf(testimonies: readonly Testimony[]) {
  const answered = testimonies.filter(({ heard }) => heard !== undefined);
  return {
    payments: testimonies.length,
    answers: countBy(answered, ({ heard }) => heard!),
    unanswered: testimonies.length - answered.length,
    longestWaitMs: Math.round(Math.max(0, ...answered.map(({ waitedMs }) => waitedMs))),
    askedAgain: testimonies.filter(({ asked }) => asked > 1).length,
  };
}

/** Answers that agree show little where nothing was approved: no money had to move. */
export function passed(result: ChaosResult): boolean {
  return (
    result.payments > 0 &&
    (result.answers.approved ?? 0) > 0 &&
    result.unanswered === 0 &&
    result.quiet &&
    [result.disagreements, result.crashes, result.unhandled, result.troubles].every(
      ({ length }) => length === 0,
    )
  );
}
