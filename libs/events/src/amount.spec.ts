import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import {
  Amount,
  isMinorUnits,
  isPositiveMinorUnits,
  MAX_MINOR_UNITS,
  PositiveAmount,
} from './amount.js';

describe('minor units', () => {
  it.each<[unknown, boolean]>([
    ['0', true],
    ['1', true],
    ['1000', true],
    ['9223372036854775807', true],
    ['9223372036854775808', false],
    ['9999999999999999999', false],
    ['10000000000000000000', false],
    ['-1', false],
    ['-0', false],
    ['+1', false],
    ['00', false],
    ['01', false],
    ['1.0', false],
    ['1.5', false],
    ['1e3', false],
    ['0x10', false],
    ['1_000', false],
    ['1,000', false],
    [' 1', false],
    ['1\n', false],
    ['', false],
    ['NaN', false],
    ['Infinity', false],
    ['١٢', false],
    [1000, false],
    [0, false],
    [1n, false],
    [null, false],
    [undefined, false],
    [['1'], false],
    [{ valueOf: () => '1' }, false],
  ])('%p is %p', (value, valid) => {
    expect(isMinorUnits(value)).toBe(valid);
  });

  it('are every whole number from 0 to 2^63 - 1, and come back as they were', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, MAX_MINOR_UNITS), (units) => {
        const text = units.toString();
        expect(isMinorUnits(text)).toBe(true);
        expect(BigInt(text)).toBe(units);
      }),
    );
  });

  it('are no number beyond, and none below 0', () => {
    const outside = fc.oneof(fc.bigInt({ min: MAX_MINOR_UNITS + 1n }), fc.bigInt({ max: -1n }));
    fc.assert(fc.property(outside, (units) => !isMinorUnits(units.toString())));
  });

  it('may be 0 only where nobody asks to be paid', () => {
    expect(isPositiveMinorUnits('0')).toBe(false);
    expect(isPositiveMinorUnits('1')).toBe(true);
  });
});

describe('an amount', () => {
  const valid = { value: '1000', assetCode: 'USD', assetScale: 2 };
  const wrongFields = (type: typeof Amount, plain: object): string[] =>
    validateSync(plainToInstance(type, plain)).map(({ property }) => property);

  it.each<[string, object]>([
    ['value', { value: 1000 }],
    ['value', { value: '-1' }],
    ['assetCode', { assetCode: '' }],
    ['assetCode', { assetCode: 'US$' }],
    ['assetCode', { assetCode: 'A'.repeat(13) }],
    ['assetCode', { assetCode: 840 }],
    ['assetScale', { assetScale: -1 }],
    ['assetScale', { assetScale: 19 }],
    ['assetScale', { assetScale: 1.5 }],
    ['assetScale', { assetScale: '2' }],
  ])('has a wrong %s in %p', (field, change) => {
    expect(wrongFields(Amount, { ...valid, ...change })).toEqual([field]);
  });

  it('may be 0, but not where somebody asks to be paid', () => {
    expect(wrongFields(Amount, { ...valid, value: '0' })).toEqual([]);
    expect(wrongFields(PositiveAmount, { ...valid, value: '0' })).toEqual(['value']);
    expect(wrongFields(PositiveAmount, valid)).toEqual([]);
  });
});
