import { CardPaymentEvent } from '../message-types.js';
import { InvalidPayloadError, parsePayload } from '../validation.js';

const id = '01980000-0000-7000-8000-00000000000a';
const requested = (amount: unknown) => ({
  requestId: id,
  signature: 'c2lnbmF0dXJl',
  payload: 'cGF5bG9hZA==',
  amount,
  senderWalletAddress: 'http://backend.test/accounts/alice',
  receiverWalletAddress: 'http://backend.test/accounts/corner-shop',
  incomingPaymentId: id,
  timestamp: 1_758_105_181_325,
});

describe('an object inside a payload', () => {
  it('is read', () => {
    const amount = { value: '1000', assetCode: 'USD', assetScale: 2 };
    expect(parsePayload(CardPaymentEvent.Requested, requested(amount)).amount).toEqual(amount);
  });

  it.each([undefined, null, [], 'text', 7, {}])('is not %j', (amount) => {
    expect(() => parsePayload(CardPaymentEvent.Requested, requested(amount))).toThrow(
      InvalidPayloadError,
    );
  });
});
