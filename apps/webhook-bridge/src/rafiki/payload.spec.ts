import { leastPayloads } from '@tapmesh/events/testing';
import { rafikiTypes, type RafikiType } from './inventory.js';
import { rafikiData } from './payload.js';

type Json = Record<string, unknown>;

const amount = { value: '1000', assetCode: 'USD', assetScale: 2 };
const cardDetails = {
  requestId: '01980000-0000-7000-8000-000000000009',
  data: { signature: 's', payload: 'p' },
  initiatedAt: '2026-01-02T03:04:05.678Z',
};

/** Everything that a payload of ours may hold, and what it does not hold yet. */
const fullest: Partial<Record<RafikiType, Json>> = {
  'incoming_payment.completed': {
    feeAmount: amount,
    incomingAmount: amount,
    client: 'https://client.example',
    approvedAt: '2026-01-02T03:04:05.678Z',
    metadata: { order: 7 },
  },
  'outgoing_payment.created': { feeAmount: amount, cardDetails, metadata: { order: 7 } },
  'outgoing_payment.completed': { feeAmount: amount, cardDetails, grantId: 'g' },
  'outgoing_payment.failed': { error: 'quote_expired', cardDetails },
  'outgoing_payment.funded': { cardDetails },
  'outgoing_payment.cancelled': { cardDetails, metadata: { cancellationReason: 'card_blocked' } },
};

const types = [...new Set(Object.values(rafikiTypes).flat())];

const picked = (type: RafikiType, more: Json = {}): Json =>
  JSON.parse(
    rafikiData(
      type,
      JSON.stringify({ ...(leastPayloads[type as never] as Json), ...fullest[type], ...more }),
    ),
  ) as Json;

/** As Rafiki's description of its webhooks has them, and its code where that says more or less. */
const INCOMING = {
  required: ['id', 'walletAddressId', 'createdAt', 'expiresAt', 'receivedAmount', 'completed'],
  optional: ['client', 'incomingAmount', 'metadata', 'approvedAt', 'cancelledAt'],
};
const OUTGOING = {
  required: [
    'id',
    'walletAddressId',
    'createdAt',
    'debitAmount',
    'receiveAmount',
    'sentAmount',
    'state',
    'stateAttempts',
    'balance',
    'receiver',
  ],
  optional: ['client', 'metadata', 'error', 'grantId'],
};
const OF_A_CARD = { ...OUTGOING, optional: [...OUTGOING.optional, 'cardDetails'] };

const described: Record<RafikiType, { required: string[]; optional: string[] }> = {
  'incoming_payment.created': INCOMING,
  'incoming_payment.completed': INCOMING,
  'incoming_payment.expired': INCOMING,
  'incoming_payment.partial_payment_received': {
    ...INCOMING,
    optional: [...INCOMING.optional, 'partialIncomingPaymentId', 'dataFromSender'],
  },
  'outgoing_payment.created': OF_A_CARD,
  'outgoing_payment.completed': OUTGOING,
  'outgoing_payment.failed': OUTGOING,
  'outgoing_payment.funded': OF_A_CARD,
  'outgoing_payment.cancelled': OF_A_CARD,
  'asset.liquidity_low': {
    required: ['id', 'asset', 'liquidityThreshold', 'balance'],
    optional: [],
  },
  'wallet_address.not_found': { required: ['walletAddressUrl'], optional: [] },
};

describe.each(types)('%s as Rafiki tells it', (type) => {
  const { required, optional } = described[type];

  it('has what it must have, and nothing that Rafiki has no name for', () => {
    const fields = Object.keys(picked(type, { initiatedBy: 'CARD', somethingNew: { a: 1 } }));
    expect(fields).toEqual(expect.arrayContaining(required));
    expect(fields.filter((field) => ![...required, ...optional].includes(field))).toEqual([]);
  });

  it('has amounts of three fields and texts of minor units', () => {
    const more = { value: '1', assetCode: 'USD', assetScale: 2, note: 'ours' };
    const amounts = [
      'debitAmount',
      'receiveAmount',
      'sentAmount',
      'receivedAmount',
      'incomingAmount',
    ];
    const data = picked(type, Object.fromEntries(amounts.map((name) => [name, more])));
    for (const name of amounts.filter((field) => field in data)) {
      expect(data[name]).toEqual({ value: '1', assetCode: 'USD', assetScale: 2 });
    }
  });

  it('leaves out what is not there', () => {
    const data = picked(type, { client: null, metadata: undefined, cardDetails: undefined });
    expect(Object.values(data)).not.toContain(null);
  });
});

describe('a card service made for Rafiki', () => {
  it.each(['outgoing_payment.funded', 'outgoing_payment.cancelled'] as const)(
    'is told by %s which request it was',
    (type) => expect(picked(type).cardDetails).toEqual(cardDetails),
  );

  it.each([
    ['invalid_signature', { cardPaymentFailureReason: 'invalid_signature' }],
    ['invalid_request', { cardPaymentFailureReason: 'invalid_request' }],
    ['insufficient_funds', {}],
    ['decision_timeout', {}],
  ])('is told %s in words that it takes', (reason, told) => {
    const metadata = { cancellationReason: reason, cardPaymentFailureReason: reason };
    expect(picked('outgoing_payment.cancelled', { metadata }).metadata).toEqual({
      cancellationReason: reason,
      ...told,
    });
  });

  it('hears nothing but the two types', () => {
    expect(rafikiTypes['card-service']).toEqual([
      'outgoing_payment.funded',
      'outgoing_payment.cancelled',
    ]);
  });
});

it('a point-of-sale service made for Rafiki hears of completed payments alone', () => {
  expect(rafikiTypes['pos-service']).toEqual(['incoming_payment.completed']);
});

it.each(['outgoing_payment.expired', 'endpoint.disabled', 'tenant.changed', 'constructor'])(
  'Rafiki has no %s',
  (type) => expect(() => rafikiData(type, '{}')).toThrow(/no webhook/),
);
