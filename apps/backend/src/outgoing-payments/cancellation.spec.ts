import { cancellationOf } from './cancellation.js';

describe('a bank’s no over the Admin API', () => {
  it.each([
    [{}, { reason: 'other' }],
    [{ reason: 'insufficient_funds' }, { reason: 'insufficient_funds' }],
    [{ reason: ' the card was eaten ' }, { reason: 'other', detail: 'the card was eaten' }],
    [{ reason: 'decision_timeout' }, { reason: 'other', detail: 'decision_timeout' }],
    [
      { cardPaymentFailureReason: 'invalid_signature' as const, reason: 'bad' },
      { reason: 'invalid_signature', cardPaymentFailureReason: 'invalid_signature', detail: 'bad' },
    ],
    [
      { cardPaymentFailureReason: 'invalid_request' as const, reason: 'card_blocked' },
      { reason: 'card_blocked', cardPaymentFailureReason: 'invalid_request' },
    ],
    [{ reason: 'x'.repeat(300) }, { reason: 'other', detail: 'x'.repeat(255) }],
  ])('%j', (input, expected) => {
    expect(cancellationOf(input)).toEqual({ ...{ detail: undefined }, ...expected });
  });
});
