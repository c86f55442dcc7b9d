/** A fraction in lowest terms with a positive denominator: a rate, exactly as its provider wrote it. */
export interface Rational {
  numerator: bigint;
  denominator: bigint;
}

export const ONE: Rational = { numerator: 1n, denominator: 1n };

/** As JSON writes numbers, and with leading zeros or a sign as people do. */
const DECIMAL = /^([+-]?)(\d{1,40})(?:\.(\d{1,40}))?(?:[eE]([+-]?\d{1,3}))?$/;

/** More would be no rate, and a text of a few bytes must not become a number of many. */
const LARGEST_EXPONENT = 60;

/** @throws where the denominator is 0 */
export function rational(numerator: bigint, denominator: bigint): Rational {
  if (denominator === 0n) throw new Error(`${numerator} divided by 0`);
  const sign = denominator < 0n ? -1n : 1n;
  const divisor = greatestCommonDivisor(numerator, denominator) * sign;
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

/** Exactly what the text says; nothing where it is no decimal number, or one beyond all use. */
export function parseDecimal(text: string): Rational | undefined {
  const match = DECIMAL.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const power = Number(exponent) - fraction.length;
  if (Math.abs(Number(exponent)) > LARGEST_EXPONENT) return undefined;
  const digits = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
  return power >= 0
    ? rational(digits * 10n ** BigInt(power), 1n)
    : rational(digits, 10n ** BigInt(-power));
}

export function multiply(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.numerator, a.denominator * b.denominator);
}

export function subtract(a: Rational, b: Rational): Rational {
  return rational(
    a.numerator * b.denominator - b.numerator * a.denominator,
    a.denominator * b.denominator,
  );
}

export function inverse({ numerator, denominator }: Rational): Rational {
  return rational(denominator, numerator);
}

export function powerOfTen(exponent: number): Rational {
  const power = 10n ** BigInt(Math.abs(exponent));
  return exponent < 0 ? rational(1n, power) : rational(power, 1n);
}

/** The amount times the factor, neither of them negative, without what is less than one unit. */
export function timesDown(amount: bigint, { numerator, denominator }: Rational): bigint {
  return (amount * numerator) / denominator;
}

/** The same, where a part of a unit becomes a whole one. */
export function timesUp(amount: bigint, { numerator, denominator }: Rational): bigint {
  return (amount * numerator + denominator - 1n) / denominator;
}

/** `numerator/denominator`: how a rate is stored. */
export function toText({ numerator, denominator }: Rational): string {
  return `${numerator}/${denominator}`;
}

/** @throws where the text is not as `toText` writes it */
export function fromText(text: string): Rational {
  const match = /^(-?\d+)\/(\d+)$/.exec(text);
  if (match === null) throw new Error(`no fraction: ${text}`);
  return rational(BigInt(match[1]!), BigInt(match[2]!));
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}
