import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { isForOperators } from '../http/operators-routes.js';
import { Metrics } from './metrics.js';

/** Counts HTTP answers by their status code, in a map of its own: a metric's labels cost more. */
export function countResponses(app: NestFastifyApplication): void {
  const responses = new Map<number, number>();
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onResponse', (request, { statusCode }, done) => {
      if (!isForOperators(request.url)) {
        responses.set(statusCode, (responses.get(statusCode) ?? 0) + 1);
      }
      done();
    });
  app.get(Metrics).reading({
    name: 'tapmesh_http_responses_total',
    help: 'HTTP answers by status code, without health checks and scrapes',
    kind: 'counter',
    labels: ['code'],
    read: () => [...responses].map(([code, value]) => ({ labels: { code: String(code) }, value })),
  });
}
