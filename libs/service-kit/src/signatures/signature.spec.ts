import fc from 'fast-check';
import { readSignatureHeader } from './signature-header.js';
import { isSignedWith, signatureOf, timeliness } from './signature.js';

const SECRET = 'a secret';
const HEX = 'ab'.repeat(32);
const body = { query: '{ whoami { id } }', variables: { b: 1, a: [{ d: 2, c: 3 }] } };

const signed = (timestamp: string, by = SECRET, what: unknown = body) => ({
  timestamp,
  version: '1',
  digest: signatureOf(by, timestamp, what),
});

describe('a signature header', () => {
  it.each([
    `t=1700000000000, v1=${HEX}`,
    `t=1700000000000,v1=${HEX}`,
    `v1=${HEX}, t=1700000000000`,
    `t=1700000000000, v1=${HEX.toUpperCase()}`,
  ])('is read: %s', (header) => {
    expect(readSignatureHeader(header)).toEqual({
      timestamp: '1700000000000',
      version: '1',
      digest: Buffer.from(HEX, 'hex'),
    });
  });

  it('may have a nonce', () => {
    expect(readSignatureHeader(`t=17, v1=${HEX}, n=0f0f`)).toMatchObject({ nonce: '0f0f' });
  });

  it.each([
    undefined,
    '',
    't=1',
    `v1=${HEX}`,
    `t=x, v1=${HEX}`,
    `t=-1, v1=${HEX}`,
    't=1, v1=abc',
    `t=1, v=${HEX}`,
    `t=1, t=2, v1=${HEX}`,
    `t=1, v1=${HEX}, v2=${HEX}`,
    `t=1, v1=${HEX}, n=a, n=b`,
    ['t=1', `v1=${HEX}`],
    `t=1, v1=${HEX}, ${'n'.repeat(600)}`,
  ])('is refused: %s', (header) => {
    expect(readSignatureHeader(header)).toBeUndefined();
  });

  it('never breaks, whatever it is', () => {
    fc.assert(fc.property(fc.string(), (header) => void readSignatureHeader(header)));
  });
});

describe('a signature', () => {
  it('holds however the body’s properties are ordered', () => {
    const other = { variables: { a: [{ c: 3, d: 2 }], b: 1 }, query: body.query };
    expect(isSignedWith(SECRET, signed('5'), other)).toBe(true);
  });

  it.each([
    ['another secret', signed('5', 'another'), body],
    ['another time', { ...signed('5'), timestamp: '6' }, body],
    ['another body', signed('5'), { ...body, query: '{ whoami { isOperator } }' }],
    ['a digest of another length', { ...signed('5'), digest: Buffer.alloc(3) }, body],
  ])('does not hold for %s', (_what, header, what) => {
    expect(isSignedWith(SECRET, header, what)).toBe(false);
  });

  it.each([
    [1_000, 'timely'],
    [31_000, 'timely'],
    [31_001, 'stale'],
    [-1_000, 'timely'],
    [-1_001, 'future'],
  ])('that is %i ms old is %s', (age, expected) => {
    const clocks = { now: 1_700_000_000_000, ttlMs: 31_000, skewMs: 1_000 };
    expect(timeliness(String(clocks.now - age), clocks)).toBe(expected);
  });
});
