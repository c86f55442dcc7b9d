import { AFTER_HTTP_MS } from './shutdown.js';
import { endService } from './end-service.js';
import type { RunningService } from './service-parts.js';

describe('the end of a service', () => {
  const closedWithin: (number | undefined)[] = [];
  const running = {
    close: (withinMs?: number) => Promise.resolve(void closedWithin.push(withinMs)),
  } as RunningService;

  beforeEach(() => {
    closedWithin.length = 0;
  });

  it('has the whole time when it is running', async () => {
    expect(await endService(Promise.resolve(running), 25_000)).toBe(true);
    expect(closedWithin).toHaveLength(1);
    expect(closedWithin[0]).toBeGreaterThan(24_000);
    expect(closedWithin[0]).toBeLessThanOrEqual(25_000);
  });

  it('waits for a start that is over in time, which takes from its own', async () => {
    const tookMs = 100;
    const starting = new Promise<RunningService>((resolve) => {
      setTimeout(() => resolve(running), tookMs);
    });
    expect(await endService(starting, AFTER_HTTP_MS + 10_000)).toBe(true);
    // A timer may be early by a millisecond, by another clock.
    expect(closedWithin[0]).toBeLessThanOrEqual(AFTER_HTTP_MS + 10_000 - tookMs + 2);
  });

  it('does not wait for ever for a start that waits for its database', async () => {
    const never = new Promise<RunningService>(() => undefined);
    expect(await endService(never, AFTER_HTTP_MS + 20)).toBe(false);
    expect(closedWithin).toEqual([]);
  });

  it('leaves it to a start that fails to say why', async () => {
    const failing = Promise.reject<RunningService>(new Error('no database'));
    await expect(endService(failing, 25_000)).rejects.toThrow('no database');
  });
});
