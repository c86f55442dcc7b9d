import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { errorBody } from './api-error.js';

const BODY_LIMIT_BYTES = 64 * 1024;
/** Longer than the pause between two customers at a till, so that a tap needs no new connection. */
const KEEP_ALIVE_MS = 75_000;
/** A caller that sends its request drop by drop holds a connection no longer than this. */
const REQUEST_TIMEOUT_MS = 30_000;

export function httpAdapter(): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: BODY_LIMIT_BYTES,
    keepAliveTimeout: KEEP_ALIVE_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    // Nest's logger logs; a second one in Fastify would cost every request a child logger.
    logger: false,
    // A URL that cannot be read never reaches Nest, nor its exception filter.
    frameworkErrors: (error: FastifyError, _request: FastifyRequest, reply: FastifyReply) => {
      void reply.status(400).send(errorBody('invalid_request', error.message));
    },
    routerOptions: { maxParamLength: 200 },
  });
}
