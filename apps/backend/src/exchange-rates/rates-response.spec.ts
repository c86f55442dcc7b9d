import { rational } from './rational.js';
import { readRates } from './rates-response.js';

describe('a provider’s answer', () => {
  it('is read by the digits that stand there, more than a float would keep', () => {
    const rates = readRates(
      '{"base":"USD","rates":{"EUR":0.91310000000000000001,"JPY":1.5e2}}',
      'USD',
    );
    expect(rates.get('EUR')).toEqual(rational(91_310_000_000_000_000_001n, 10n ** 20n));
    expect(rates.get('JPY')).toEqual(rational(150n, 1n));
  });

  it('may have its rates as strings, and more than we know', () => {
    const rates = readRates('{"base":"USD","rates":{"EUR":"0.9"},"provider":"x","ts":1}', 'USD');
    expect(rates.get('EUR')).toEqual(rational(9n, 10n));
  });

  it.each(['0', '-1', 'null', '"x"', '{}', '"1e400"'])('has no rate of %s', (rate) => {
    expect(readRates(`{"base":"USD","rates":{"EUR":${rate},"GBP":2}}`, 'USD')).toEqual(
      new Map([['GBP', rational(2n, 1n)]]),
    );
  });

  it.each([
    ['another base', '{"base":"EUR","rates":{}}', 'its base is not USD'],
    ['no base', '{"rates":{}}', 'its base is not USD'],
    ['no rates', '{"base":"USD"}', 'it is no { base, rates }'],
    ['a list', '{"base":"USD","rates":[1]}', 'it is no { base, rates }'],
    ['no JSON', '<html>', 'is not valid JSON'],
  ])('with %s is none', (_, body, message) => {
    expect(() => readRates(body, 'USD')).toThrow(message);
  });

  it('of more rates than there are currencies is none', () => {
    const rates = Object.fromEntries(Array.from({ length: 2_001 }, (_, n) => [`X${n}`, 1]));
    expect(() => readRates(JSON.stringify({ base: 'USD', rates }), 'USD')).toThrow(
      'more than 2000',
    );
  });
});
