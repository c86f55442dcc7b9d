import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { errorBody } from './api-error.js';
import { answerClientError } from './client-errors.js';
import { jsonBody, otherBody } from './json-body.js';

const BODY_LIMIT_BYTES = 64 * 1024;
/**
 * A body over the limit and up to this is read to its end and dropped, so that its sender hears 413
 * and keeps its connection. Whoever announces more is cut off, and may hear of it only by that.
 */
const DRAINED_BODY_BYTES = 1024 * 1024;
/** Longer than the pause between two customers at a till, so that a tap needs no new connection. */
const KEEP_ALIVE_MS = 75_000;
/** A caller that sends its request drop by drop holds a connection no longer than this. */
const REQUEST_TIMEOUT_MS = 30_000;
const HEADERS_TIMEOUT_MS = 10_000;
/** How often Node looks for those that are too slow. */
const SLOWNESS_CHECK_MS = 5_000;

export function httpAdapter(): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT_BYTES,
    keepAliveTimeout: KEEP_ALIVE_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: {
      headersTimeout: HEADERS_TIMEOUT_MS,
      connectionsCheckingInterval: SLOWNESS_CHECK_MS,
    },
    forceCloseConnections: 'idle',
    // Nest's logger logs; a second one in Fastify would cost every request a child logger.
    logger: false,
    // A URL that cannot be read never reaches Nest, nor its exception filter.
    frameworkErrors: (error: FastifyError, _request: FastifyRequest, reply: FastifyReply) => {
      void reply.status(400).send(errorBody('invalid_request', error.message));
    },
    clientErrorHandler: answerClientError,
    routerOptions: { maxParamLength: 200 },
  });
  const instance = adapter.getInstance();
  const options = { bodyLimit: BODY_LIMIT_BYTES };
  adapter.useBodyParser('application/json', false, options, jsonBody(instance));
  for (const type of ['application/x-www-form-urlencoded', 'text/plain']) {
    instance.removeContentTypeParser(type);
    adapter.useBodyParser(type, false, options, otherBody);
  }
  instance.addHook('onSend', (request, reply, payload, done) => {
    if (reply.statusCode === 413 && isDrained(request)) reply.removeHeader('connection');
    done(null, payload);
  });
  return adapter;
}

function isDrained({ headers }: FastifyRequest): boolean {
  return Number(headers['content-length']) <= DRAINED_BODY_BYTES;
}
