import fc from 'fast-check';
import { dueAfter, openLoop } from './open-loop.js';

describe('an open loop', () => {
  it('has at any moment as many due as its rate says, and all at its end', () => {
    const rates = fc.integer({ min: 1, max: 2_000 });
    fc.assert(
      fc.property(
        rates,
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (perSecond, seconds, share) => {
          const elapsedMs = share * seconds * 1_000;
          const due = dueAfter(elapsedMs, { perSecond, seconds });
          const exact = (elapsedMs / 1_000) * perSecond;
          expect(due).toBeLessThanOrEqual(perSecond * seconds);
          expect(due === perSecond * seconds || Math.abs(due - exact) <= 1).toBe(true);
          expect(dueAfter(seconds * 1_000, { perSecond, seconds })).toBe(perSecond * seconds);
        },
      ),
    );
  });

  it('begins each at its time though none has ended, and counts from when it was due', async () => {
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const scheduled: number[] = [];
    const loop = openLoop({
      perSecond: 100,
      seconds: 0.1,
      begin: (scheduledMs) => {
        scheduled.push(scheduledMs);
        if (scheduled.length === 10) end();
        return ended;
      },
    });
    await loop;
    const gaps = scheduled.slice(1).map((atMs, place) => atMs - scheduled[place]!);
    expect(gaps.every((gap) => Math.abs(gap - 10) < 1e-6)).toBe(true);
  });
});
