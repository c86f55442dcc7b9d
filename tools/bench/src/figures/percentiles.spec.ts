import { percentiles } from './percentiles.js';

describe('percentiles', () => {
  it('are durations that were measured', () => {
    const durations = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentiles(durations)).toEqual({ p50Ms: 50, p95Ms: 95, p99Ms: 99, maxMs: 100 });
  });

  it('of one duration are that duration, and of none nothing', () => {
    expect(percentiles([7])).toEqual({ p50Ms: 7, p95Ms: 7, p99Ms: 7, maxMs: 7 });
    expect(percentiles([])).toEqual({ p50Ms: NaN, p95Ms: NaN, p99Ms: NaN, maxMs: NaN });
  });
});
