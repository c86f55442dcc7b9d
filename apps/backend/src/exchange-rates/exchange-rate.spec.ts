import { exchangeRate } from './exchange-rate.js';
import { rational } from './rational.js';

const usd = { id: 'usd', code: 'USD', scale: 2 };
const eur = { id: 'eur', code: 'EUR', scale: 2 };
const yen = { id: 'jpy', code: 'JPY', scale: 0 };
const finer = { id: 'usd-6', code: 'USD', scale: 6 };
const none = rational(0n, 1n);
const rates = new Map([
  ['EUR', rational(9n, 10n)],
  ['JPY', rational(150n, 1n)],
]);

describe('an exchange rate', () => {
  it('is of the smallest units', () => {
    expect(exchangeRate({ from: usd, to: eur, slippage: none }, rates)).toEqual(rational(9n, 10n));
    expect(exchangeRate({ from: usd, to: yen, slippage: none }, rates)).toEqual(rational(3n, 2n));
  });

  it('is worse by the slippage', () => {
    const slippage = rational(1n, 100n);
    expect(exchangeRate({ from: usd, to: eur, slippage }, rates)).toEqual(rational(891n, 1_000n));
  });

  it('between scales of one currency is a power of ten, and nobody’s to make worse', () => {
    const slippage = rational(1n, 100n);
    expect(exchangeRate({ from: usd, to: finer, slippage }, undefined)).toEqual(
      rational(10_000n, 1n),
    );
    expect(exchangeRate({ from: finer, to: usd, slippage }, undefined)).toEqual(
      rational(1n, 10_000n),
    );
  });

  it('that nobody tells is none', () => {
    expect(exchangeRate({ from: usd, to: eur, slippage: none }, undefined)).toBeUndefined();
    expect(exchangeRate({ from: usd, to: eur, slippage: none }, new Map())).toBeUndefined();
  });
});
