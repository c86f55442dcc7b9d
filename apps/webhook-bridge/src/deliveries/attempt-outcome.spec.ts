import fc from 'fast-check';
import { outcomeOf, type Answer, type AttemptFacts } from './attempt-outcome.js';

const now = new Date('2026-01-01T00:00:00Z');
const after = (ms: number) => new Date(now.getTime() + ms);
const HOUR_MS = 3_600_000;

function outcome(answer: Answer, overrides: Partial<AttemptFacts> = {}) {
  return outcomeOf({
    answer,
    attempts: 1,
    firstAttemptAt: now,
    now,
    scheduleS: [5, 600],
    random: 0.5,
    orderHoldMs: 300_000,
    ...overrides,
  });
}

describe('what an attempt leads to', () => {
  it.each([200, 201, 202, 204, 299])('%i is delivered', (status) =>
    expect(outcome({ status })).toEqual({ state: 'DELIVERED' }),
  );

  it('410 is the end', () =>
    expect(outcome({ status: 410 })).toEqual({ state: 'FAILED', reason: 'gone' }));

  it.each([undefined, 100, 199, 300, 301, 302, 307, 308, 400, 401, 404, 429, 500, 503, 599])(
    '%p is tried again',
    (status) =>
      expect(outcome({ status })).toEqual({
        state: 'PENDING',
        dueAt: after(5_000),
        heldSince: now,
      }),
  );

  it('fails for good when the schedule ends', () =>
    expect(outcome({ status: 500 }, { attempts: 3 })).toEqual({
      state: 'FAILED',
      reason: 'exhausted',
    }));

  it.each<[string, Answer, Date]>([
    ['429 asks for a minute', { status: 429, retryAfterMs: 60_000 }, after(60_000)],
    ['503 asks for a minute', { status: 503, retryAfterMs: 60_000 }, after(60_000)],
    ['less than the schedule has', { status: 503, retryAfterMs: 1_000 }, after(5_000)],
    ['more than anybody may', { status: 429, retryAfterMs: 1e12 }, after(24 * HOUR_MS)],
    ['500 has nothing to ask for', { status: 500, retryAfterMs: 60_000 }, after(5_000)],
  ])('Retry-After: %s', (_name, answer, dueAt) =>
    expect(outcome(answer)).toMatchObject({ state: 'PENDING', dueAt }),
  );

  it('lets go of its subject where its next try comes later than it may hold it', () => {
    const heldSince = after(-5_000);
    expect(outcome({ status: 500 }, { attempts: 2, heldSince })).toEqual({
      state: 'PENDING',
      dueAt: after(600_000),
      heldSince,
      letsGoAt: after(295_000),
    });
  });

  it('never holds a subject longer than it may', () => {
    const times = fc.integer({ min: 0, max: 24 * HOUR_MS });
    fc.assert(
      fc.property(times, times, times, (orderHoldMs, heldForMs, retryAfterMs) => {
        const heldSince = after(-heldForMs);
        const result = outcome({ status: 503, retryAfterMs }, { heldSince, orderHoldMs });
        if (result.state !== 'PENDING') throw new Error('it is to be tried again');
        const heldUntil = result.letsGoAt ?? result.dueAt;
        expect(heldUntil.getTime()).toBeLessThanOrEqual(heldSince.getTime() + orderHoldMs);
      }),
    );
  });
});
