import fc from 'fast-check';
import {
  fromText,
  inverse,
  multiply,
  ONE,
  parseDecimal,
  powerOfTen,
  rational,
  subtract,
  timesDown,
  timesUp,
  toText,
} from './rational.js';

const positive = fc.bigInt({ min: 1n, max: 10n ** 30n });
const fraction = fc.tuple(positive, positive).map(([n, d]) => rational(n, d));
const amount = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n });

describe('a decimal number', () => {
  it.each([
    ['1.0825', 433n, 400n],
    ['0.1', 1n, 10n],
    ['108.25E-2', 433n, 400n],
    ['1e3', 1_000n, 1n],
    ['1.10', 11n, 10n],
    ['-2.5', -5n, 2n],
    ['0', 0n, 1n],
    ['1e-7', 1n, 10_000_000n],
    ['0.30000000000000004', 7_500_000_000_000_001n, 25_000_000_000_000_000n],
  ])('%s is read exactly', (text, numerator, denominator) => {
    expect(parseDecimal(text)).toEqual({ numerator, denominator });
  });

  it.each([
    '',
    '1.',
    '.5',
    'NaN',
    'Infinity',
    '1,5',
    '0x10',
    '1e61',
    '1e999',
    ' 1',
    '1_000',
    '9'.repeat(41),
  ])('%j is none', (text) => expect(parseDecimal(text)).toBeUndefined());

  it('is read the same however it is written', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 15n }),
        fc.integer({ min: 0, max: 12 }),
        (digits, places) => {
          const padded = digits.toString().padStart(places + 1, '0');
          const point = padded.length - places;
          const plain = places === 0 ? padded : `${padded.slice(0, point)}.${padded.slice(point)}`;
          expect(parseDecimal(plain)).toEqual(parseDecimal(`${digits}e-${places}`));
        },
      ),
    );
  });
});

describe('a fraction', () => {
  it('divides by nothing never', () => {
    expect(() => rational(1n, 0n)).toThrow('divided by 0');
    expect(() => inverse(rational(0n, 1n))).toThrow('divided by 0');
  });

  it('and its inverse are one', () => {
    fc.assert(fc.property(fraction, (a) => expect(multiply(a, inverse(a))).toEqual(ONE)));
  });

  it('is the same after it was stored', () => {
    fc.assert(fc.property(fraction, (a) => expect(fromText(toText(a))).toEqual(a)));
    expect(() => fromText('1.5')).toThrow('no fraction: 1.5');
  });

  it('less itself is nothing, and ten to any power is undone by its opposite', () => {
    fc.assert(fc.property(fraction, (a) => expect(subtract(a, a).numerator).toBe(0n)));
    fc.assert(
      fc.property(fc.integer({ min: -18, max: 18 }), (n) =>
        expect(multiply(powerOfTen(n), powerOfTen(-n))).toEqual(ONE),
      ),
    );
  });

  it('rounds by less than a unit, down and up, around the exact product', () => {
    fc.assert(
      fc.property(amount, fraction, (a, factor) => {
        const [down, up] = [timesDown(a, factor), timesUp(a, factor)];
        const exact = a * factor.numerator;
        expect(down * factor.denominator <= exact && exact < (down + 1n) * factor.denominator).toBe(
          true,
        );
        expect(up).toBe(exact % factor.denominator === 0n ? down : down + 1n);
      }),
    );
  });
});
