import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Tracer,
} from '@opentelemetry/api';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isForOperators } from '../http/operators-routes.js';

/** A span for each request, in the trace that its `traceparent` names, if it has one. */
export function traceRequests(app: NestFastifyApplication, tracer: Tracer): void {
  const contexts = new WeakMap<FastifyRequest, Context>();
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request: FastifyRequest, reply: FastifyReply, done) => {
      if (!isForOperators(request.url)) contexts.set(request, begin(tracer, request, reply));
      done();
    })
    // Not before: the body arrives in the connection's own asynchronous context, not in this one.
    .addHook('preHandler', (request: FastifyRequest, _reply, done) => {
      context.with(contexts.get(request) ?? ROOT_CONTEXT, done);
    });
}

function begin(tracer: Tracer, request: FastifyRequest, reply: FastifyReply): Context {
  const parent = propagation.extract(ROOT_CONTEXT, request.headers);
  const route = request.routeOptions.url;
  const { method, url } = request;
  const attributes = {
    'http.request.method': method,
    'http.route': route,
    'url.path': url.split('?', 1)[0],
  };
  const name = route === undefined ? method : `${method} ${route}`;
  const span = tracer.startSpan(name, { kind: SpanKind.SERVER, attributes }, parent);
  // Also when the caller hangs up, which `onResponse` never hears of.
  reply.raw.once('close', () => {
    const { statusCode, writableFinished } = reply.raw;
    if (writableFinished) span.setAttribute('http.response.status_code', statusCode);
    else span.addEvent('hung up');
    if (writableFinished && statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  });
  return trace.setSpan(parent, span);
}
