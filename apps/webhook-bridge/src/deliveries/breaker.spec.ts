import fc from 'fast-check';
import { afterFailure, afterSuccess, allowedAttempts, CLOSED, type Breaker } from './breaker.js';

function failing(times: number, nowMs = 0, from: Breaker = CLOSED): Breaker {
  return Array.from({ length: times }).reduce<Breaker>((one) => afterFailure(one, nowMs), from);
}

describe('the breaker', () => {
  it.each([
    ['is closed at first', CLOSED, 0, 16],
    ['stays closed for nine failures in a row', failing(9), 0, 16],
    ['opens at the tenth', failing(10), 0, 0],
    ['for a second', failing(10), 999, 0],
    ['then lets one through', failing(10), 1_000, 1],
    ['opens for two seconds when that one fails', failing(1, 1_000, failing(10)), 2_999, 0],
    ['and lets one through again', failing(1, 1_000, failing(10)), 3_000, 1],
    ['closes with a success', afterSuccess(), 0, 16],
    ['is not kept open by what was under way', failing(16), 1_000, 1],
  ])('%s', (_name, breaker, nowMs, allowed) =>
    expect(allowedAttempts(breaker, nowMs, 16)).toBe(allowed),
  );

  it('is never open for longer than a minute, and doubles until then', () => {
    let breaker = failing(10);
    const open = [breaker.openUntilMs];
    for (let probe = 0; probe < 100; probe += 1) {
      const nowMs = breaker.openUntilMs;
      breaker = afterFailure(breaker, nowMs);
      open.push(breaker.openUntilMs - nowMs);
    }
    expect(open.slice(0, 8)).toEqual([1, 2, 4, 8, 16, 32, 60, 60].map((s) => s * 1_000));
    expect(Math.max(...open)).toBe(60_000);
  });

  it('always lets an endpoint that answers again be asked in full', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5_000)), (pausesMs) => {
        let nowMs = 0;
        let breaker: Breaker = CLOSED;
        for (const pause of pausesMs) breaker = afterFailure(breaker, (nowMs += pause));
        expect(allowedAttempts(breaker, Math.max(nowMs, breaker.openUntilMs), 16)).toBeGreaterThan(
          0,
        );
        expect(allowedAttempts(afterSuccess(), nowMs, 16)).toBe(16);
      }),
    );
  });
});
