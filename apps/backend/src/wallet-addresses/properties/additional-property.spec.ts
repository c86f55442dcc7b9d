import { AdminApiError } from '../../admin-api/admin-api.error.js';
import { readProperties } from './additional-property.js';

const property = (key: string, value = 'value') => ({ key, value, visibleInOpenPayments: true });

describe('additional properties', () => {
  it('are trimmed, and left out where they say nothing', () => {
    expect(
      readProperties([property(' iban ', ' DE1 '), property(' '), property('empty', ' ')]),
    ).toEqual([property('iban', 'DE1')]);
  });

  it.each([
    ['a key twice', [property('iban'), property('iban ')]],
    ['a long key', [property('k'.repeat(101))]],
    ['a long value', [property('iban', 'v'.repeat(2_001))]],
    ['a NUL', [property('iban', 'a\0b')]],
    ['too many', Array.from({ length: 51 }, (_, at) => property(`key ${at}`))],
  ])('are refused with %s', (_what, properties) => {
    expect(() => readProperties(properties)).toThrow(AdminApiError);
  });
});
