import { scalars } from './scalars.js';

describe('a JSONObject', () => {
  it.each([{ a: 'x\0' }, { '\0': 1 }, { a: [{ b: '\0' }] }, { a: '\ud800' }, { '\udc00': {} }])(
    'is refused where the database could not hold it: %j',
    (value) => {
      expect(() => scalars.JSONObject.parseValue(value)).toThrow('no NUL');
    },
  );

  it.each([{}, { a: null, b: [1, 'é😀', { c: true }] }])('is taken as it is: %j', (value) => {
    expect(scalars.JSONObject.parseValue(value)).toEqual(value);
  });

  it.each([null, [], 'x', 1])('is an object: %j', (value) => {
    expect(() => scalars.JSONObject.parseValue(value)).toThrow('is an object');
  });
});
