import { doorOf, isExpected } from './demo.js';
import { demoPayments } from './demo-payments.js';
import { readSeed } from './seed.js';

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

describe('the demo', () => {
  it('shows a payment decided over each door, and names it', async () => {
    const seed = await readSeed();

    expect(demoPayments.map((payment) => doorOf(seed, payment))).toEqual([
      'Alpha Bank decides over Kafka',
      'Shop Bank decides over HTTP: webhooks and the Admin API',
      'Alpha Bank decides over Kafka',
      'Alpha Bank decides over Kafka',
    ]);
  });
});
