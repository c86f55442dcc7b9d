import { Controller, Get, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { startTestService } from '../testing/test-service.js';
import type { Tracing } from '../tracing/start-tracing.js';
import type { RunningService, TransportStrategy } from './service-parts.js';
import { shutDown } from './shutdown.js';

interface Signal {
  promise: Promise<void>;
  resolve: () => void;
}

function signal(): Signal {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** A service whose one route waits, as a terminal does, for what a consumer will bring. */
async function startWaitingService(env = {}) {
  const order: string[] = [];
  const arrived = signal();
  const answer = signal();

  @Controller()
  class WaitingController {
    @Get('wait')
    async wait(): Promise<{ answer: string }> {
      arrived.resolve();
      await answer.promise;
      order.push('answered');
      return { answer: 'approved' };
    }
  }

  @Module({ controllers: [WaitingController] })
  class WaitingModule {
    onApplicationShutdown(): void {
      order.push('container closed');
    }
  }

  const consumer: TransportStrategy = {
    listen: (callback) => callback(),
    close: () => void order.push('consumer closed'),
  };
  const service = await startTestService(
    {
      module: WaitingModule,
      strategies: () => [consumer],
      endWaits: () => {
        order.push('waits ended');
        answer.resolve();
      },
      beforeClose: () => Promise.resolve(void order.push('beforeClose')),
    },
    env,
  );
  return { service, order, arrived, answer };
}

describe('shutdown', () => {
  let service: RunningService | undefined;

  afterEach(() => service?.close());

  it('turns readiness off at once and leaves liveness alone', async () => {
    const waiting = await startWaitingService({ SHUTDOWN_GRACE_MS: '10000' });
    service = waiting.service;
    await request(service.url).get('/health/ready').expect(200);
    const held = request(service.url).get('/wait').then();
    await waiting.arrived.promise;

    const closed = service.close();
    const ready = await request(service.url).get('/health/ready').expect(503);
    expect(ready.body).toMatchObject({ status: 'unavailable' });
    await request(service.url).get('/health/live').expect(200);

    waiting.answer.resolve();
    await Promise.all([held, closed]);
  });

  it('answers what is in flight while consumers still run, then closes them, then the rest', async () => {
    const waiting = await startWaitingService();
    service = waiting.service;
    const held = request(service.url).get('/wait').then();
    await waiting.arrived.promise;

    const closed = service.close();
    // Past the grace the listener is gone: only the request that waits keeps the service up.
    await refusesConnections(service.url);
    expect(waiting.order).toEqual([]);
    waiting.answer.resolve();

    const response = await held;
    expect(response.body).toEqual({ answer: 'approved' });
    expect(response.headers.connection).toBe('close');
    await closed;
    expect(waiting.order.slice(0, 3)).toEqual(['answered', 'consumer closed', 'beforeClose']);
    expect(waiting.order.at(-1)).toBe('container closed');
  });

  it('has those answered who still wait when the time for HTTP is over', async () => {
    const waiting = await startWaitingService({ SHUTDOWN_TIMEOUT_MS: '10000' });
    service = waiting.service;
    const held = request(service.url).get('/wait').then();
    await waiting.arrived.promise;

    await service.close();

    expect((await held).body).toEqual({ answer: 'approved' });
    expect(waiting.order.slice(0, 3)).toEqual(['waits ended', 'answered', 'consumer closed']);
  });

  it('leaves to the export of traces what time the rest has left of the one bound', async () => {
    const hangs = new Promise<void>(() => undefined);
    const app = {
      get: () => ({ stop: () => undefined }),
      getHttpServer: () => ({
        getConnections: (told: (error: null, count: number) => void) => told(null, 0),
      }),
      getHttpAdapter: () => ({ close: () => Promise.resolve() }),
      close: () => hangs,
    } as unknown as NestFastifyApplication;
    const given: number[] = [];
    const tracing = {
      stop: (withinMs: number) => Promise.resolve(void given.push(withinMs)),
    } as Tracing;
    const bounds = { graceMs: 0, timeoutMs: 50 };

    await shutDown({ app, parts: { module: class Nothing {} }, strategies: [], tracing, bounds });

    expect(given).toHaveLength(1);
    expect(given[0]).toBeLessThanOrEqual(5);
  });

  it('is done once, however often it is asked for', async () => {
    const waiting = await startWaitingService();
    service = waiting.service;
    await Promise.all([service.close(), service.close()]);
    await service.close();
    expect(waiting.order.filter((step) => step === 'beforeClose')).toHaveLength(1);
  });
});

describe('start', () => {
  let service: RunningService;

  beforeEach(async () => {
    ({ service } = await startWaitingService());
  });

  afterEach(() => service.close());

  it('says in one line that a port is taken', async () => {
    const { port } = new URL(service.url);
    const second = startTestService({ module: class Nothing {} }, { PORT: port });
    await expect(second).rejects.toThrow(
      `port ${port} on 127.0.0.1 is taken: set PORT to another one, or to 0 for any`,
    );
  });

  it('shows default and own metrics', async () => {
    const response = await request(service.url).get('/metrics').expect(200);
    expect(response.headers['content-type']).toContain('text/plain');
    expect(response.text).toContain('process_cpu_seconds_total');
  });
});

async function refusesConnections(url: string): Promise<void> {
  for (;;) {
    try {
      await fetch(`${url}/health/live`, { headers: { connection: 'close' } });
    } catch {
      return;
    }
  }
}
