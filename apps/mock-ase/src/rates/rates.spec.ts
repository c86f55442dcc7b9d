import { ratesBody } from './rates.js';

const table = { USD: { EUR: '0.920000000000000001', JPY: '150' } };

describe('rates', () => {
  it('are told to the last digit', () => {
    expect(ratesBody('USD', table)).toBe(
      '{"base":"USD","rates":{"EUR":0.920000000000000001,"JPY":150}}',
    );
  });

  it('of a base that nobody knows are none', () => {
    expect(JSON.parse(ratesBody('XXX', table))).toEqual({ base: 'XXX', rates: {} });
  });
});
