import { schemaOf } from './constraints.js';

const constraint = (name: string, ...given: unknown[]) => ({ name, arguments: given });

describe('schemaOf', () => {
  it('says what several decorators say together', () => {
    expect(schemaOf([constraint('isString'), constraint('isLength', 1, 64)])).toEqual({
      type: 'string',
      minLength: 1,
      maxLength: 64,
    });
  });

  it('takes the narrower amount where a class has narrowed a field', () => {
    expect(schemaOf([constraint('isPositiveMinorUnits'), constraint('isMinorUnits')])).toEqual({
      $ref: '#/components/schemas/PositiveMinorUnits',
    });
  });

  it('refuses a decorator that it does not know', () => {
    expect(() => schemaOf([constraint('isEmail')])).toThrow(
      'no mapping for the decorator "isEmail"',
    );
  });

  it('refuses two decorators that contradict each other', () => {
    expect(() => schemaOf([constraint('isInt'), constraint('isString')])).toThrow(
      'two decorators of one field set "type": integer and string',
    );
  });
});
