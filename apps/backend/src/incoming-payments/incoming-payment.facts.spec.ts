import { Audience, parsePayload } from '@tapmesh/events';
import {
  byOpenPayments,
  DEADLINE,
  expired,
  NOW,
  pending,
  processing,
  received,
  REQUEST_ID,
} from '../testing/payments.js';
import { created, factsOf } from './incoming-payment.facts.js';
import type { IncomingPayment, IncomingPaymentChange } from './incoming-payment.js';

const told = (payment: IncomingPayment, change: IncomingPaymentChange) =>
  factsOf(payment, change).map(({ type, audience }) => [type, audience]);
const all: IncomingPaymentChange = { type: 'completed', received: 1000n, at: NOW };
const both = [Audience.Tenant, Audience.PosService];

describe('who hears of an incoming payment', () => {
  it('the ASE and the POS service, when there is one for a card, and when it ends', () => {
    expect(created(pending())).toMatchObject({ type: 'incoming_payment.created', audience: both });
    expect(told(received(), all)).toEqual([['incoming_payment.completed', both]]);
    expect(told(expired(), { type: 'expired' })).toEqual([['incoming_payment.expired', both]]);
    expect(told(expired({ cancelledAt: NOW }), { type: 'cancelled', at: NOW })).toEqual([
      ['incoming_payment.expired', both],
    ]);
  });

  it('the ASE alone, when no card was to pay it', () => {
    const origin = byOpenPayments;
    expect(created(pending({ origin }))).toMatchObject({ audience: [Audience.Tenant] });
    expect(told(received({ origin }), all)).toEqual([
      ['incoming_payment.completed', [Audience.Tenant]],
    ]);
    expect(told(expired({ origin }), { type: 'expired' })).toEqual([
      ['incoming_payment.expired', [Audience.Tenant]],
    ]);
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
  it.each([created(pending()), ...factsOf(received(), all)])(
    'carries the request, the deadline and a valid payload: $type',
    (fact) => {
      expect(fact).toMatchObject({ key: REQUEST_ID, deadline: DEADLINE.toISOString() });
      expect(() => parsePayload(fact.type, JSON.parse(JSON.stringify(fact.data)))).not.toThrow();
    },
  );

  it('goes under the payment’s own id where there is no card', () => {
    const payment = pending({ origin: byOpenPayments });
    expect(created(payment)).toMatchObject({ key: payment.id, deadline: undefined });
  });
});
