import { isBalanced, miscounted, total, type DayBalance } from './balance.js';

function balance(overrides: Partial<DayBalance> = {}): DayBalance {
  const sums = { read: 10, filtered: 4, delivered: 3, pending: 2, failed: 1 };
  return { endpointId: 'one', day: '2026-11-02', ...sums, ...overrides };
}

const DAYS = ['2026-11-01', '2026-11-02', '2026-11-03'];
const events = DAYS.map((day) => ({ day, read: 10, stored: 10 }));

describe('a balance', () => {
  it('is right where all that was read is delivered, pending, failed or filtered', () => {
    expect(isBalanced(balance())).toBe(true);
  });

  it.each(['filtered', 'delivered', 'pending', 'failed'] as const)('misses one of %s', (field) => {
    expect(isBalanced(balance({ [field]: balance()[field] - 1 }))).toBe(false);
  });

  it('of several is their sum', () => {
    const sums = { read: 20, filtered: 8, delivered: 6, pending: 4, failed: 2 };
    expect(total([balance(), balance({ day: '2026-11-03' })])).toEqual(sums);
  });
});

describe('a count of what was read', () => {
  const days = (reads: number[]): DayBalance[] =>
    reads.map((read, place) => balance({ day: DAYS[place], read }));

  it('may be less on the first and the last day of an endpoint', () => {
    expect(miscounted(days([3, 10, 4]), events)).toEqual([]);
  });

  it('may not be less between them, nor ever more', () => {
    expect(miscounted(days([3, 9, 4]), events).map(({ day }) => day)).toEqual([DAYS[1]]);
    expect(miscounted(days([11, 10, 12]), events).map(({ day }) => day)).toEqual([
      DAYS[0],
      DAYS[2],
    ]);
  });
});
