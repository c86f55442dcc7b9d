import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { setTimeout as delay } from 'node:timers/promises';
import { Health } from '../health/health.js';
import type { ServiceParts, TransportStrategy } from './service-parts.js';

export interface Shutdown {
  app: NestFastifyApplication;
  parts: ServiceParts;
  strategies: TransportStrategy[];
}

/** How long callers with an open connection may go on, each told to close it with its next answer. */
const GRACE_MS = 300;
const POLL_MS = 10;
/** Longer than a payment's deadline, so that every terminal that waits gets its answer. */
const HTTP_BOUND_MS = 15_000;
const CONSUMER_BOUND_MS = 10_000;
const HOOK_BOUND_MS = 10_000;

/**
 * Not ready; then HTTP drains while consumers still run, since it is they who bring the answers;
 * then consumers finish, commit and leave; then the outbox and the producer; the database last.
 * `app.close()` alone would stop what Nest destroys first, not what depends on nothing else.
 */
export async function shutDown({ app, parts, strategies }: Shutdown): Promise<void> {
  new Logger('Shutdown').log('shutting down');
  app.get(Health).stop();
  await drainHttp(app);
  await within(CONSUMER_BOUND_MS, 'consumers', closeAll(strategies));
  if (parts.beforeClose !== undefined) {
    await within(HOOK_BOUND_MS, 'beforeClose', parts.beforeClose(app));
  }
  await within(HOOK_BOUND_MS, 'the rest', app.close());
}

async function drainHttp(app: NestFastifyApplication): Promise<void> {
  const server = app.getHttpServer();
  // A connection that is closed the moment its next request arrives loses that request. During the
  // grace every answer says `connection: close`, and connections in use end themselves.
  const graceEnds = Date.now() + GRACE_MS;
  while (Date.now() < graceEnds && (await openConnections(app)) > 0) await delay(POLL_MS);
  const closed = app.getHttpAdapter().close() as Promise<void>;
  const drained = await within(HTTP_BOUND_MS, 'HTTP', closed);
  if (!drained) server.closeAllConnections();
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
async function within(boundMs: number, what: string, work: Promise<unknown>): Promise<boolean> {
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
