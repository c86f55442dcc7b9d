import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { setTimeout as delay } from 'node:timers/promises';
import { Health } from '../health/health.js';
import type { Tracing } from '../tracing/start-tracing.js';
import type { ServiceParts, TransportStrategy } from './service-parts.js';

export interface Shutdown {
  app: NestFastifyApplication;
  parts: ServiceParts;
  strategies: TransportStrategy[];
  tracing?: Tracing;
  bounds: ShutdownBounds;
}

export interface ShutdownBounds {
  /** For callers to notice: new requests are still taken, and each answer closes its connection. */
  graceMs: number;
  /** Everything together, from the signal to the end of the process. */
  timeoutMs: number;
}

const POLL_MS = 10;
/** Kept for what comes after HTTP: consumers, outbox, database. They need milliseconds, mostly. */
export const AFTER_HTTP_MS = 8_000;
/** To send the answers that are given when the time is over. */
const LAST_ANSWERS_MS = 1_000;

/** How long after SIGTERM a request that waits may still be answered in its own time. */
export function answersWithinMs(timeoutMs: number): number {
  return Math.max(0, timeoutMs - AFTER_HTTP_MS - LAST_ANSWERS_MS);
}

/**
 * Not ready; then HTTP drains while consumers still run, since it is they who bring the answers;
 * then consumers finish, commit and leave; then the outbox and the producer; the database, and what
 * was traced, last.
 * `app.close()` alone would stop what Nest destroys first, not what depends on nothing else.
 *
 * One bound for all, since it is one bound that kills a process that does not end; each step may
 * take what the ones before it have left.
 */
export async function shutDown(shutdown: Shutdown): Promise<void> {
  const { app, parts, strategies, tracing, bounds } = shutdown;
  new Logger('Shutdown').log('shutting down');
  const endAt = Date.now() + bounds.timeoutMs;
  const left = (): number => Math.max(0, endAt - Date.now());
  try {
    app.get(Health).stop();
    await drainHttp(app, { parts, graceMs: bounds.graceMs, untilMs: endAt - AFTER_HTTP_MS });
    await within(left() / 2, 'consumers', closeAll(strategies));
    if (parts.beforeClose !== undefined) {
      await within(left() / 2, 'beforeClose', parts.beforeClose(app));
    }
    await within(left(), 'the rest', app.close());
  } finally {
    await tracing?.stop(left());
  }
}

interface HttpDrain {
  parts: ServiceParts;
  graceMs: number;
  untilMs: number;
}

async function drainHttp(
  app: NestFastifyApplication,
  { parts, graceMs, untilMs }: HttpDrain,
): Promise<void> {
  const server = app.getHttpServer();
  // A connection that is closed the moment its next request arrives loses that request. During the
  // grace every answer says `connection: close`, and connections in use end themselves.
  const graceEnds = Math.min(Date.now() + graceMs, untilMs - LAST_ANSWERS_MS);
  while (Date.now() < graceEnds && (await openConnections(app)) > 0) await delay(POLL_MS);
  const closed = app.getHttpAdapter().close() as Promise<void>;
  if (await within(untilMs - LAST_ANSWERS_MS - Date.now(), 'HTTP', closed)) return;
  parts.endWaits?.(app);
  if (await within(LAST_ANSWERS_MS, 'HTTP', closed)) return;
  server.closeAllConnections();
}

function openConnections(app: NestFastifyApplication): Promise<number> {
  return new Promise((resolve) => {
    app.getHttpServer().getConnections((error: Error | null, count: number) => {
      resolve(error === null ? count : 0);
    });
  });
}

async function closeAll(strategies: TransportStrategy[]): Promise<void> {
  await Promise.all(strategies.map(async (strategy) => strategy.close()));
}

/** Whether it was done in time. A failure is logged: what comes after must still be closed. */
async function within(ms: number, what: string, work: Promise<unknown>): Promise<boolean> {
  const boundMs = Math.max(0, Math.round(ms));
  const logger = new Logger('Shutdown');
  const bound = new AbortController();
  try {
    return await Promise.race([
      work.then(() => true),
      delay(boundMs, false, { signal: bound.signal }).then((late) => {
        logger.error(`${what} did not end in ${boundMs} ms`);
        return late;
      }),
    ]);
  } catch (error) {
    logger.error({ err: error }, `${what} failed to end`);
    return false;
  } finally {
    bound.abort();
  }
}
