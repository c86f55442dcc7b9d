import { parseDecimal, type Rational } from './rational.js';

/** By the other asset's code: its whole units for one whole unit of the base. */
export type Rates = ReadonlyMap<string, Rational>;

const MAX_RATES = 2_000;

/**
 * A provider's answer, `{ "base": "USD", "rates": { "EUR": 0.9131 } }`. A number is read by its digits as
 * they stand in the text, which JSON's own numbers would lose from the sixteenth on; a string of digits
 * will do as well. What is no positive number is no rate: there are providers that say 0 for unknown.
 * @throws where the answer is not of that form or of another base
 */
export function readRates(body: string, base: string): Rates {
  const answer: unknown = JSON.parse(body, digitsOfNumbers);
  if (!isRecord(answer) || !isRecord(answer.rates)) throw new Error('it is no { base, rates }');
  if (answer.base !== base) throw new Error(`its base is not ${base}`);
  const entries = Object.entries(answer.rates);
  if (entries.length > MAX_RATES) throw new Error(`it has more than ${MAX_RATES} rates`);
  return new Map(
    entries.flatMap(([code, digits]) => {
      const rate = typeof digits === 'string' ? parseDecimal(digits) : undefined;
      return rate !== undefined && rate.numerator > 0n ? [[code, rate] as const] : [];
    }),
  );
}

/** The third argument is ECMAScript's, and not in TypeScript's types yet. */
function digitsOfNumbers(
  this: unknown,
  _key: string,
  value: unknown,
  context?: { source?: string },
) {
  return typeof value === 'number' ? context?.source : value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
