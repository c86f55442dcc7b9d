import { Audience, parsePayload } from '@tapmesh/events';
import {
  byOpenPayments,
  DEADLINE,
  expired,
  forCard,
  NOW,
  pending,
  processing,
  received,
  REQUEST_ID,
} from '../testing/payments.js';
import type { CardServiceRules } from './incoming-payment.audience.js';
import { created, factsOf } from './incoming-payment.facts.js';
import type { IncomingPayment, IncomingPaymentChange } from './incoming-payment.js';

const OURS = 'http://backend.test';
const rules: CardServiceRules = { walletAddressBaseUrl: OURS, cardServiceDoor: 'kafka' };

const told = (payment: IncomingPayment, change: IncomingPaymentChange, by = rules) =>
  factsOf(payment, change, by).map(({ type, audience }) => [type, audience]);
/** Of its beginning and of each end. */
const toldOfAll = (
  differing: Pick<Partial<IncomingPayment>, 'origin' | 'senderWalletAddress'>,
  by: CardServiceRules = rules,
) => [
  ...[created(pending(differing), by)].map(({ type, audience }) => [type, audience]),
  ...told(received(differing), all, by),
  ...told(expired(differing), { type: 'expired' }, by),
  ...told(expired({ ...differing, cancelledAt: NOW }), { type: 'cancelled', at: NOW }, by),
];
const all: IncomingPaymentChange = { type: 'completed', received: 1000n, at: NOW };

describe('who hears of an incoming payment', () => {
  const allTo = (...audience: Audience[]) => [
    ['incoming_payment.created', audience],
    ['incoming_payment.completed', audience],
    ['incoming_payment.expired', audience],
    ['incoming_payment.expired', audience],
  ];

  it('the ASE alone, where our own card service answers for the payer', () => {
    const senderWalletAddress = `${OURS}/accounts/alice`;
    expect(toldOfAll({ senderWalletAddress })).toEqual(allTo(Audience.Tenant));
  });

  it.each([
    ['elsewhere', 'https://pay.example/alice'],
    ['at a host whose name begins like ours', `${OURS}.example/accounts/alice`],
    ['nobody knows where', undefined],
  ])('the POS service too, where the payer is %s', (_, senderWalletAddress) => {
    expect(toldOfAll({ senderWalletAddress })).toEqual(allTo(Audience.Tenant, Audience.PosService));
  });

  it('the POS service too, where the card service is not ours', () => {
    const differing = { senderWalletAddress: `${OURS}/accounts/alice` };
    expect(toldOfAll(differing, { ...rules, cardServiceDoor: 'http' })).toEqual(
      allTo(Audience.Tenant, Audience.PosService),
    );
  });

  it('the POS service too, where it is not ours: it gave no request id', () => {
    const senderWalletAddress = `${OURS}/accounts/alice`;
    const origin = { ...forCard, requestId: undefined };
    expect(toldOfAll({ origin, senderWalletAddress })).toEqual(
      allTo(Audience.Tenant, Audience.PosService),
    );
  });

  it('the ASE alone, where no card is paid with', () => {
    const senderWalletAddress = 'https://pay.example/alice';
    expect(toldOfAll({ origin: byOpenPayments, senderWalletAddress })).toEqual(
      allTo(Audience.Tenant),
    );
  });

  it('the ASE, when a part has come', () => {
    expect(told(processing(), { type: 'partly_received', amount: 400n })).toEqual([
      ['incoming_payment.partial_payment_received', [Audience.Tenant]],
    ]);
  });

  it('nobody, when it is approved: the one who approved it knows', () => {
    expect(told(pending({ approvedAt: NOW }), { type: 'approved', at: NOW })).toEqual([]);
  });
});

describe('what is said of an incoming payment', () => {
  it.each([created(pending(), rules), ...factsOf(received(), all, rules)])(
    'carries the request, the deadline and a valid payload: $type',
    (fact) => {
      expect(fact).toMatchObject({ key: REQUEST_ID, deadline: DEADLINE.toISOString() });
      expect(() => parsePayload(fact.type, JSON.parse(JSON.stringify(fact.data)))).not.toThrow();
    },
  );

  it('goes under the payment’s own id where there is no card', () => {
    const payment = pending({ origin: byOpenPayments });
    expect(created(payment, rules)).toMatchObject({ key: payment.id, deadline: undefined });
  });
});
