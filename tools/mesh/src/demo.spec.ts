import { isExpected } from './demo.js';

const declined = { code: 'declined', reason: 'insufficient_funds' };

describe('an answer of the demo', () => {
  it.each([
    [{ status: 200, body: { result: { code: 'approved' } } }, { code: 'approved' }, true],
    [{ status: 200, body: { result: declined } }, declined, true],
    [{ status: 200, body: { result: { code: 'approved' } } }, declined, false],
    [{ status: 200, body: { result: { ...declined, reason: 'card_blocked' } } }, declined, false],
    [{ status: 504, body: { error: { code: 'outcome_unknown' } } }, declined, false],
    [{ status: 500, body: 'oops' }, { code: 'approved' }, false],
    [{ status: 0, body: null }, { code: 'approved' }, false],
  ])('%j, where %j is expected: %p', (answer, expected, verdict) => {
    expect(isExpected(answer, expected)).toBe(verdict);
  });
});
