import { jest } from '@jest/globals';
import { Health } from './health.js';

describe('readiness', () => {
  it('is there only when every check is', async () => {
    const health = new Health();
    health.add({ database: () => Promise.resolve({ ok: true }) });
    expect(await health.report()).toEqual({ status: 'ok', checks: { database: { ok: true } } });

    health.add({ broker: () => Promise.resolve({ ok: false, detail: 'no group yet' }) });
    expect(await health.report()).toEqual({
      status: 'unavailable',
      checks: { database: { ok: true }, broker: { ok: false, detail: 'no group yet' } },
    });
  });

  it('takes a check that throws for a failed one', async () => {
    const health = new Health();
    health.add({ broker: () => Promise.reject(new Error('connection refused')) });
    expect((await health.report()).checks.broker).toEqual({
      ok: false,
      detail: 'connection refused',
    });
  });

  it('does not wait for ever for a check that does not answer', async () => {
    jest.useFakeTimers();
    try {
      const health = new Health();
      health.add({ database: () => new Promise(() => undefined) });
      const report = health.report();
      await jest.advanceTimersByTimeAsync(2_000);
      expect((await report).checks.database).toEqual({ ok: false, detail: 'no answer in 2000 ms' });
    } finally {
      jest.useRealTimers();
    }
  });
});
