/** Standard Webhooks' own suggestion: about three days. */
export const DEFAULT_RETRY_SCHEDULE_S: readonly number[] = [
  5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400,
];

/** A terminal is waiting: another try within the second may still be in time. */
const WHILE_A_TERMINAL_WAITS_MS = [100, 250, 600] as const;

/** Consumers that failed together must not be asked again together. */
const JITTER = 0.2;

export interface FailedTry {
  /** Made so far, this one included. */
  attempts: number;
  firstAttemptAt: Date;
  now: Date;
  deadline?: Date;
  scheduleS: readonly number[];
  /** From 0 to 1. */
  random: number;
}

/** How long to wait before the next try; undefined where there is none. */
export function retryDelayMs(failed: FailedTry): number | undefined {
  const { attempts, deadline, now, scheduleS, random } = failed;
  const quick = quickTries(failed);
  const left = deadline !== undefined && now < deadline;
  const quickMs = left && attempts <= quick ? WHILE_A_TERMINAL_WAITS_MS[attempts - 1] : undefined;
  if (quickMs !== undefined) return jittered(quickMs, random);
  const delayS = scheduleS[Math.max(0, attempts - 1 - quick)];
  return delayS === undefined ? undefined : jittered(delayS * 1_000, random);
}

/** They come on top of the schedule, and only where the first try was in time at all. */
function quickTries({ deadline, firstAttemptAt }: FailedTry): number {
  return deadline !== undefined && firstAttemptAt < deadline ? WHILE_A_TERMINAL_WAITS_MS.length : 0;
}

function jittered(delayMs: number, random: number): number {
  return Math.round(delayMs * (1 - JITTER + 2 * JITTER * random));
}
