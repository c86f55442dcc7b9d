import { bytesOf } from './message-size.js';

it('counts key, headers and value in bytes', () => {
  expect(bytesOf({ topic: 't', key: 'ü', value: 'ä', headers: { ö: '€' } })).toBe(2 + 2 + 2 + 3);
});
