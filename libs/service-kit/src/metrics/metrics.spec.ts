import { startTestService } from '../testing/test-service.js';
import type { RunningService } from '../service/service-parts.js';
import type { Reading } from './reading.js';
import { Module } from '@nestjs/common';

@Module({})
class Nothing {}

describe('the metrics of a service', () => {
  let service: RunningService;

  const start = async (...readings: Reading[]): Promise<void> => {
    service = await startTestService({ module: Nothing, readings: () => readings });
  };
  const scrape = async (): Promise<string> => (await fetch(`${service.url}/metrics`)).text();

  afterEach(() => service.close());

  it('show what is read, under its labels', async () => {
    let lag = [{ labels: { topic: 'a' }, value: 3 }];
    await start({ name: 'lag', help: 'h', kind: 'gauge', labels: ['topic'], read: () => lag });
    expect(await scrape()).toContain('lag{topic="a"} 3\n');
    lag = [{ labels: { topic: 'b' }, value: 1 }];
    const later = await scrape();
    expect(later).toContain('lag{topic="b"} 1\n');
    expect(later).not.toContain('topic="a"');
  });

  it('say of a counter that it is one', async () => {
    await start({ name: 'done_total', help: 'h', kind: 'counter', read: () => 7 });
    expect(await scrape()).toContain('# TYPE done_total counter\ndone_total 7\n');
  });

  it('leave out what cannot be read now, and show the rest', async () => {
    const read = (): Promise<number> => Promise.reject(new Error('the database is away'));
    await start(
      { name: 'age', help: 'h', kind: 'gauge', read },
      { name: 'rest', help: 'h', kind: 'gauge', read: () => 2 },
    );
    const text = await scrape();
    expect(text).toContain('rest 2\n');
    expect(text).not.toMatch(/^age \d/m);
  });

  it('read once when two scrapes overlap', async () => {
    const read = (): Promise<number> => new Promise((resolve) => setImmediate(resolve, 5));
    await start({ name: 'slow', help: 'h', kind: 'gauge', read });
    const texts = await Promise.all([scrape(), scrape(), scrape()]);
    for (const text of texts) expect(text).toContain('slow 5\n');
  });

  it('count HTTP answers by code, without health checks and scrapes', async () => {
    await start();
    await fetch(`${service.url}/nothing`);
    await fetch(`${service.url}/health/live`);
    expect(await scrape()).toMatch(/^tapmesh_http_responses_total\{code="404"\} 1$/m);
    expect(await scrape()).not.toMatch(/^tapmesh_http_responses_total\{code="200"\}/m);
  });
});
