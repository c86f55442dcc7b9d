import { Controller, Get, Logger, Module, Post } from '@nestjs/common';
import { ProxyTracerProvider, trace } from '@opentelemetry/api';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadConfig } from '../config/load-config.js';
import { ServiceConfig } from '../config/service-config.js';
import type { RunningService } from '../service/service-parts.js';
import { startTestService, TEST_ENVIRONMENT } from '../testing/test-service.js';

interface Exported {
  traceId: string;
  parentSpanId?: string;
  name: string;
  attributes: { key: string; value: unknown }[];
}

/** What was active while a request was being served, after its body had been read. */
let seenTraceId: string | undefined;

@Controller()
class Door {
  @Post('things')
  async take(): Promise<string> {
    await Promise.resolve();
    seenTraceId = trace.getActiveSpan()?.spanContext().traceId;
    new Logger('Door').log('taken');
    return 'taken';
  }

  @Get('broken')
  broken(): never {
    throw new Error('broken');
  }
}

@Module({ controllers: [Door] })
class Doors {}

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';

describe('tracing of HTTP requests', () => {
  const spans: Exported[] = [];
  let collector: Server;
  let service: RunningService;

  beforeAll(async () => {
    collector = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const { resourceSpans } = JSON.parse(body) as {
          resourceSpans: { scopeSpans: { spans: Exported[] }[] }[];
        };
        spans.push(...resourceSpans.flatMap((of) => of.scopeSpans.flatMap((one) => one.spans)));
        response.end('{}');
      });
    });
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  });

  beforeEach(() => {
    spans.length = 0;
    seenTraceId = undefined;
  });

  afterAll(async () => {
    collector.closeAllConnections();
    await new Promise((resolve) => collector.close(resolve));
  });

  async function serve(env: Record<string, string>, request: () => Promise<unknown>) {
    service = await startTestService({ module: Doors }, env);
    try {
      await request();
    } finally {
      await service.close();
    }
  }

  const endpoint = () => ({
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
  });
  const post = (headers = {}) =>
    fetch(`${service.url}/things`, {
      method: 'POST',
      body: '{"a":1}',
      headers: { 'content-type': 'application/json', ...headers },
    });

  it('does not hold up anything when the collector is away', async () => {
    const began = Date.now();
    await serve({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' }, async () => {
      expect((await post()).status).toBe(201);
    });
    expect(Date.now() - began).toBeLessThan(10_000);
  });

  it('goes on from the caller, lasts while the request is served, and is flushed at shutdown', async () => {
    const traceparent = `00-${TRACE_ID}-b7ad6b7169203331-01`;
    await serve(endpoint(), () => post({ traceparent }));
    expect(seenTraceId).toBe(TRACE_ID);
    expect(spans).toMatchObject([
      { traceId: TRACE_ID, parentSpanId: 'b7ad6b7169203331', name: 'POST /things' },
    ]);
    expect(spans[0]?.attributes).toContainEqual({
      key: 'http.response.status_code',
      value: { intValue: 201 },
    });
  });

  it('leaves probes and scrapes out', async () => {
    await serve(endpoint(), async () => {
      await fetch(`${service.url}/health/live`);
      await fetch(`${service.url}/metrics`);
      await fetch(`${service.url}/broken`);
    });
    expect(spans.map(({ name }) => name)).toEqual(['GET /broken']);
  });

  it('keeps to the sampler, whose word for the caller’s trace is the caller’s', async () => {
    await serve({ ...endpoint(), OTEL_TRACES_SAMPLER: 'parentbased_always_off' }, async () => {
      await post();
      await post({ traceparent: `00-${TRACE_ID}-b7ad6b7169203331-01` });
    });
    expect(spans.map(({ traceId }) => traceId)).toEqual([TRACE_ID]);
  });

  it('is not there without an endpoint', async () => {
    await serve({}, async () => {
      const provider = trace.getTracerProvider() as ProxyTracerProvider;
      expect(provider.getDelegateTracer('any')).toBeUndefined();
      await post({ traceparent: `00-${TRACE_ID}-b7ad6b7169203331-01` });
    });
    expect(seenTraceId).toBeUndefined();
  });

  it.each([
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector'],
    ['OTEL_TRACES_SAMPLER', 'sometimes'],
    ['OTEL_TRACES_SAMPLER_ARG', '2'],
  ])('refuses to start with %s=%s', (name, value) => {
    expect(() => loadConfig(ServiceConfig, { ...TEST_ENVIRONMENT, [name]: value })).toThrow(name);
  });
});
