import type { Asset } from '../money.js';
import { multiply, ONE, powerOfTen, subtract, type Rational } from './rational.js';
import type { Rates } from './rates-response.js';

export interface Exchange {
  from: Asset;
  to: Asset;
  /** How much worse than the provider's rate an exchange is quoted, as a part of 1. */
  slippage: Rational;
}

/** Whether a provider has to be asked: between scales of one currency nothing changes but the unit. */
export function needsRates({ from, to }: Pick<Exchange, 'from' | 'to'>): boolean {
  return from.code !== to.code;
}

/**
 * The smallest units of `to` for one of `from`. `rates`: of the base `from.code`; nothing comes of it
 * where they do not say.
 */
export function exchangeRate(
  { from, to, slippage }: Exchange,
  rates: Rates | undefined,
): Rational | undefined {
  const units = powerOfTen(to.scale - from.scale);
  if (!needsRates({ from, to })) return units;
  const rate = rates?.get(to.code);
  if (rate === undefined) return undefined;
  return multiply(multiply(rate, subtract(ONE, slippage)), units);
}
