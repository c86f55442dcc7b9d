import { rateBetween, recoveredAfterMs } from './rate.js';

/** An answer every `everyMs` from one moment to another. */
function answers(fromMs: number, toMs: number, everyMs: number): number[] {
  const times: number[] = [];
  for (let at = fromMs; at <= toMs; at += everyMs) times.push(at);
  return times;
}

describe('the rate after a disturbance', () => {
  it('is full again at the end of the first full second', () => {
    const answersMs = [...answers(0, 5_000, 100), ...answers(9_000, 20_000, 100)];
    const tookMs = recoveredAfterMs({ answersMs, atMs: 5_000, before: 10 });
    expect(tookMs).toBeGreaterThanOrEqual(4_600);
    expect(tookMs).toBeLessThanOrEqual(5_000);
  });

  it('is not full while a few trickle through', () => {
    const answersMs = [...answers(0, 5_000, 100), ...answers(5_500, 20_000, 500)];
    expect(recoveredAfterMs({ answersMs, atMs: 5_000, before: 10 })).toBeUndefined();
  });

  it('takes a second at least, since a rate is over one', () => {
    const answersMs = answers(0, 10_000, 100);
    expect(recoveredAfterMs({ answersMs, atMs: 5_000, before: 10 })).toBe(1_000);
  });

  it('is counted per second', () => {
    expect(rateBetween(answers(0, 10_000, 100), 2_000, 6_000)).toBe(10);
  });
});
