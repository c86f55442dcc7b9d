import { hashTerminalKey, isDevelopmentKey, keyOf } from './terminal-key.js';

describe("a terminal's key", () => {
  it.each([
    ['Bearer tk_abc', 'tk_abc'],
    ['bearer tk_abc', 'tk_abc'],
    [undefined, undefined],
    ['', undefined],
    ['tk_abc', undefined],
    ['Basic tk_abc', undefined],
    ['Bearer ', undefined],
    ['Bearer tk abc', undefined],
    [`Bearer ${'x'.repeat(257)}`, undefined],
  ])('in the header %j is %j', (header, key) => {
    expect(keyOf(header)).toBe(key);
  });

  it('is kept as its SHA-256 hash', () => {
    expect(hashTerminalKey('tk_abc').toString('hex')).toBe(
      'c20d9bdb8c4b6e668ecf67ac3b47a2695fa7f358d80f7c20cb6a3c4c1ed1d1ab',
    );
  });

  it('of the demo data is told from a real one', () => {
    expect(isDevelopmentKey('tk_dev_corner-shop-till-1')).toBe(true);
    expect(isDevelopmentKey('tk_8sPq')).toBe(false);
  });
});
