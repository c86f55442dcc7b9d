import { Logger } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunningService } from './service-parts.js';
import { AFTER_HTTP_MS } from './shutdown.js';

/**
 * Ends a service that may still be starting, all within `timeoutMs`. A start that is not over by
 * then, since it waits for its database, is left as it is: it has served nobody.
 * @returns whether it was ended in order
 */
export async function endService(
  starting: Promise<RunningService>,
  timeoutMs: number,
): Promise<boolean> {
  const endAt = Date.now() + timeoutMs;
  const started = await startedWithin(Math.max(0, timeoutMs - AFTER_HTTP_MS), starting);
  if (started === undefined) return false;
  await started.close(Math.max(0, endAt - Date.now()));
  return true;
}

async function startedWithin(
  ms: number,
  starting: Promise<RunningService>,
): Promise<RunningService | undefined> {
  const bound = new AbortController();
  try {
    return await Promise.race([
      starting,
      delay(ms, undefined, { signal: bound.signal }).then(() => {
        new Logger('Shutdown').error(`the start was not over ${ms} ms after the signal to end`);
        return undefined;
      }),
    ]);
  } finally {
    bound.abort();
  }
}
