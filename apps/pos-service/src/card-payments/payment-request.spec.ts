import { isUUID } from 'class-validator';
import { parsePaymentRequest, type PaymentRequest } from './payment-request.js';
import { decideReceiver } from './receiver-rules.js';
import { identify } from './request-identity.js';

const body = (differing: Record<string, unknown> = {}): Record<string, unknown> => ({
  requestId: '0197f9b2-7a5c-4f6e-8a3b-1d2e3f4a5b6c',
  signature: 'c2lnbmF0dXJl',
  payload: 'cGF5bG9hZA==',
  amount: { value: '1000', assetCode: 'USD', assetScale: 2 },
  senderWalletAddress: 'http://backend.test/accounts/alice',
  receiverWalletAddress: 'http://backend.test/accounts/corner-shop',
  timestamp: 1_758_105_181_325,
  ...differing,
});

const amount = (differing: Record<string, unknown>) => ({
  amount: { value: '1000', assetCode: 'USD', assetScale: 2, ...differing },
});

function parsed(differing: Record<string, unknown> = {}): PaymentRequest {
  const result = parsePaymentRequest(body(differing));
  if (!result.ok) throw new Error(JSON.stringify(result.fields));
  return result.value;
}

function wrongFields(value: unknown): string[] {
  const result = parsePaymentRequest(value);
  return result.ok ? [] : [...new Set(result.fields.map(({ field }) => field))];
}

describe('a payment request', () => {
  it('is taken as Rafiki terminals send it, without a request id', () => {
    expect(wrongFields(body({ requestId: undefined }))).toEqual([]);
  });

  it('may hold fields that nobody knows', () => {
    expect(wrongFields(body({ tip: 'none' }))).toEqual([]);
  });

  it('may be of the largest amount there is', () => {
    expect(wrongFields(body(amount({ value: '9223372036854775807' })))).toEqual([]);
  });

  it.each([
    [null, ['']],
    [undefined, ['']],
    ['text', ['']],
    [[], ['']],
    [[body()], ['']],
    [
      {},
      [
        'signature',
        'payload',
        'amount',
        'senderWalletAddress',
        'receiverWalletAddress',
        'timestamp',
      ],
    ],
    [body({ requestId: 'not-a-uuid' }), ['requestId']],
    [body({ requestId: 7 }), ['requestId']],
    [body({ signature: '' }), ['signature']],
    [body({ signature: 7 }), ['signature']],
    [body({ signature: 'x'.repeat(4_097) }), ['signature']],
    [body({ signature: 'nul\0' }), ['signature']],
    [body({ payload: null }), ['payload']],
    [body({ payload: 'x'.repeat(16_385) }), ['payload']],
    [body({ payload: 'lone \ud800 surrogate' }), ['payload']],
    [body({ payload: { a: 1 } }), ['payload']],
    [body({ amount: undefined }), ['amount']],
    [body({ amount: null }), ['amount']],
    [body({ amount: [] }), ['amount']],
    [body({ amount: '1000' }), ['amount']],
    [body({ amount: {} }), ['amount.value', 'amount.assetCode', 'amount.assetScale']],
    [body(amount({ value: '0' })), ['amount.value']],
    [body(amount({ value: '-1' })), ['amount.value']],
    [body(amount({ value: '1.5' })), ['amount.value']],
    [body(amount({ value: '01' })), ['amount.value']],
    [body(amount({ value: 1000 })), ['amount.value']],
    [body(amount({ value: '9223372036854775808' })), ['amount.value']],
    [body(amount({ assetCode: 'U$D' })), ['amount.assetCode']],
    [body(amount({ assetScale: '2' })), ['amount.assetScale']],
    [body(amount({ assetScale: -1 })), ['amount.assetScale']],
    [body({ senderWalletAddress: 'alice' }), ['senderWalletAddress']],
    [body({ senderWalletAddress: 'file:///etc/passwd' }), ['senderWalletAddress']],
    [body({ receiverWalletAddress: 12 }), ['receiverWalletAddress']],
    [
      body({ receiverWalletAddress: `http://x.test/${'y'.repeat(2_048)}` }),
      ['receiverWalletAddress'],
    ],
    [body({ timestamp: '1758105181325' }), ['timestamp']],
    [body({ timestamp: 0 }), ['timestamp']],
    [body({ timestamp: 1.5 }), ['timestamp']],
    [body({ timestamp: 9e15 }), ['timestamp']],
    [body({ deadlineMs: 5 }), ['deadlineMs']],
    [body({ deadlineMs: 'soon' }), ['deadlineMs']],
  ])('%j is refused with its fields named: %j', (value, fields) => {
    expect(wrongFields(value).sort()).toEqual([...fields].sort());
  });
});

describe("a request's identity", () => {
  it('is the id that the terminal gave, in lower case', () => {
    const requestId = '0197F9B2-7A5C-4F6E-8A3B-1D2E3F4A5B6C';
    expect(identify(parsed({ requestId }), 'till-1').requestId).toBe(requestId.toLowerCase());
  });

  it('is derived where the terminal gave none: the same for its retry', () => {
    const first = identify(parsed({ requestId: undefined }), 'till-1');
    const retry = identify(parsed({ requestId: undefined }), 'till-1');
    expect(retry).toEqual(first);
    expect(isUUID(first.requestId, 8)).toBe(true);
  });

  it('differs between terminals and between taps', () => {
    const derived = (differing: Record<string, unknown>, terminal: string | undefined) =>
      identify(parsed({ requestId: undefined, ...differing }), terminal).requestId;
    const ids = [
      derived({}, 'till-1'),
      derived({}, 'till-2'),
      derived({}, undefined),
      derived({ timestamp: 1_758_105_181_326 }, 'till-1'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('does not depend on the order of fields, on fields unknown, or on the deadline wished for', () => {
    const shuffled = Object.fromEntries(Object.entries(body()).reverse());
    expect(identify(parsed({ ...shuffled, tip: '1', deadlineMs: 500 }), 'till-1')).toEqual(
      identify(parsed(), 'till-1'),
    );
  });

  it.each([
    { signature: 'other' },
    { payload: 'other' },
    amount({ value: '1001' }),
    amount({ assetCode: 'EUR' }),
    amount({ assetScale: 3 }),
    { senderWalletAddress: 'http://backend.test/accounts/bob' },
    { receiverWalletAddress: 'http://backend.test/accounts/book-shop' },
    { timestamp: 1 },
  ])('has another content with %j', (differing) => {
    const hash = (request: PaymentRequest) => identify(request, 'till-1').contentHash;
    expect(hash(parsed(differing)).equals(hash(parsed()))).toBe(false);
  });
});

describe("the receiver's wallet address", () => {
  const receiver = {
    id: '01980000-0000-7000-8000-000000000350',
    url: 'http://backend.test/accounts/corner-shop',
    merchantId: 'corner-shop',
    tenantId: 'shop-bank',
    assetCode: 'USD',
    assetScale: 2,
  };
  const request = parsed();

  it('takes an amount in its own asset for its own merchant', () => {
    const decision = decideReceiver({ request, receiver, merchantId: 'corner-shop' });
    expect(decision).toEqual({ receiver });
  });

  it('takes it from a terminal that nobody knows, which only the mode of Rafiki lets in', () => {
    expect(decideReceiver({ request, receiver, merchantId: undefined })).toEqual({ receiver });
  });

  it('must be known', () => {
    const decision = decideReceiver({ request, receiver: undefined, merchantId: 'corner-shop' });
    expect(decision).toMatchObject({ refusal: { code: 'unknown_wallet_address' } });
  });

  it('must be of the merchant that the terminal belongs to', () => {
    const decision = decideReceiver({ request, receiver, merchantId: 'book-shop' });
    expect(decision).toEqual({ refusal: { code: 'wrong_merchant' } });
  });

  it.each([
    [{ assetCode: 'EUR' }, ['amount.assetCode']],
    [{ assetScale: 3 }, ['amount.assetScale']],
    [{ assetCode: 'EUR', assetScale: 0 }, ['amount.assetCode', 'amount.assetScale']],
  ])('takes no amount with %j', (differing, fields) => {
    const other = parsed(amount(differing));
    const decision = decideReceiver({ request: other, receiver, merchantId: 'corner-shop' });
    expect(decision).toMatchObject({
      refusal: { code: 'invalid_request', fields: fields.map((field) => ({ field })) },
    });
  });
});
