import fc from 'fast-check';
import { DEFAULT_RETRY_SCHEDULE_S, retryDelayMs, type FailedTry } from './retry-schedule.js';

const now = new Date('2026-01-01T00:00:00Z');
const after = (ms: number) => new Date(now.getTime() + ms);

function delayOf(overrides: Partial<FailedTry>): number | undefined {
  return retryDelayMs({
    attempts: 1,
    firstAttemptAt: now,
    now,
    scheduleS: [5, 300],
    random: 0.5,
    ...overrides,
  });
}

describe('when a failed delivery is tried again', () => {
  it.each([
    ['after the first failure', { attempts: 1 }, 5_000],
    ['after the second', { attempts: 2 }, 300_000],
    ['never after the last', { attempts: 3 }, undefined],
    ['a little sooner', { random: 0 }, 4_000],
    ['a little later', { random: 1 }, 6_000],
    ['at once while a terminal waits', { deadline: after(9_000) }, 100],
    ['then a moment later', { attempts: 2, deadline: after(9_000) }, 250],
    ['and once more', { attempts: 3, deadline: after(9_000) }, 600],
    ['and by the schedule from its start', { attempts: 4, deadline: after(9_000) }, 5_000],
    ['to its end', { attempts: 5, deadline: after(9_000) }, 300_000],
    ['and not for ever', { attempts: 6, deadline: after(9_000) }, undefined],
    ['by the schedule when nobody waits any more', { deadline: after(0) }, 5_000],
    [
      'by the schedule when the deadline passed meanwhile',
      { attempts: 2, firstAttemptAt: after(-20_000), deadline: after(-10_000) },
      5_000,
    ],
  ])('%s', (_name, failed, delayMs) => expect(delayOf(failed)).toBe(delayMs));

  it('ends, after all tries of the schedule and at most three more', () => {
    const times = fc.integer({ min: -60_000, max: 60_000 });
    fc.assert(
      fc.property(times, fc.array(fc.integer({ min: 1, max: 90_000 })), (deadlineMs, scheduleS) => {
        let attempts = 0;
        let delay: number | undefined = 0;
        let clock = now;
        while (delay !== undefined) {
          attempts += 1;
          delay = delayOf({ attempts, now: clock, deadline: after(deadlineMs), scheduleS });
          clock = new Date(clock.getTime() + (delay ?? 0));
        }
        expect(attempts).toBeGreaterThanOrEqual(scheduleS.length + 1);
        expect(attempts).toBeLessThanOrEqual(scheduleS.length + 4);
      }),
    );
  });

  it('goes on for about three days by default', () => {
    const days = DEFAULT_RETRY_SCHEDULE_S.reduce((sum, one) => sum + one, 0) / 86_400;
    expect(days).toBeGreaterThan(2.8);
    expect(days).toBeLessThan(3.3);
  });
});
