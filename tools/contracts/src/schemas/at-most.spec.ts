import fc from 'fast-check';
import { fromOneTo } from './at-most.js';

function matches(max: bigint, text: string): boolean {
  return new RegExp(`^(${fromOneTo(max)})$`).test(text);
}

describe('fromOneTo', () => {
  it('accepts exactly the numbers from 1 to the greatest', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 2n ** 64n }),
        fc.bigInt({ min: 0n, max: 2n ** 65n }),
        (max, n) => matches(max, String(n)) === (n >= 1n && n <= max),
      ),
    );
  });

  it.each([1n, 9n, 10n, 99n, 100n, 101n, 2n ** 63n - 1n])('ends at %s', (max) => {
    expect([max - 1n, max, max + 1n].map((n) => matches(max, String(n)))).toEqual([
      max > 1n,
      true,
      false,
    ]);
  });

  it.each(['', '00', '01', '1 ', '+1', '-1', '1.0', '1e3', '١'])('refuses %p', (text) => {
    expect(matches(1000n, text)).toBe(false);
  });
});
