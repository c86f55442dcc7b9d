import { Audience, CancelReason, parsePayload } from '@tapmesh/events';
import {
  byOpenPayments,
  cancelled,
  completed,
  DEADLINE,
  failed,
  funding,
  NOW,
  REQUEST_ID,
  sending,
} from '../testing/payments.js';
import { created, factsOf } from './outgoing-payment.facts.js';
import type { OutgoingPayment, OutgoingPaymentChange } from './outgoing-payment.js';

const funded: OutgoingPaymentChange = { type: 'funded', at: NOW };
const done: OutgoingPaymentChange = { type: 'completed', at: NOW };
const failure: OutgoingPaymentChange = { type: 'failed', at: NOW, error: 'no_route' };
const cancellation = (reason: CancelReason): OutgoingPaymentChange => ({
  type: 'cancelled',
  at: NOW,
  cancellation: { reason },
});
const timedOut = cancelled({ cancellation: { reason: CancelReason.DecisionTimeout } });

const told = (payment: OutgoingPayment, change: OutgoingPaymentChange) =>
  factsOf(payment, change).map(({ type, audience }) => [type, audience]);

describe('who hears of an outgoing payment', () => {
  it('the sending ASE is asked to decide', () => {
    expect(created(funding())).toMatchObject({
      type: 'outgoing_payment.created',
      audience: [Audience.Tenant],
    });
  });

  it('the card service alone hears the decision', () => {
    expect(told(sending(), funded)).toEqual([['outgoing_payment.funded', [Audience.CardService]]]);
    expect(told(cancelled(), cancellation(CancelReason.InsufficientFunds))).toEqual([
      ['outgoing_payment.cancelled', [Audience.CardService]],
    ]);
  });

  it('nobody hears the decision where no card started the payment', () => {
    const origin = byOpenPayments;
    expect(told(sending({ origin }), funded)).toEqual([]);
    expect(told(cancelled({ origin }), cancellation(CancelReason.AccountClosed))).toEqual([]);
  });

  it('the ASE hears that its decision came too late', () => {
    expect(told(timedOut, cancellation(CancelReason.DecisionTimeout))).toEqual([
      ['outgoing_payment.cancelled', [Audience.CardService]],
      ['outgoing_payment.expired', [Audience.Tenant]],
    ]);
  });

  it('the ASE hears the end of what it funded', () => {
    expect(told(completed(), done)).toEqual([['outgoing_payment.completed', [Audience.Tenant]]]);
    expect(told(failed(), failure)).toEqual([['outgoing_payment.failed', [Audience.Tenant]]]);
  });
});

describe('what is said of an outgoing payment', () => {
  it.each([
    ['FUNDING', created(funding()).data],
    ['the decision to fund', factsOf(sending(), funded)[0]!.data],
    ['CANCELLED', factsOf(cancelled(), cancellation(CancelReason.CardBlocked))[0]!.data],
  ])('is no money in %s', (_state, data) => {
    expect(data).toMatchObject({ sentAmount: { value: '0' }, balance: '0' });
  });

  it('is what was sent, once it is COMPLETED', () => {
    const [fact] = factsOf(completed(), done);
    expect(fact!.data).toMatchObject({ sentAmount: { value: '1000' }, balance: '0' });
  });

  it('is what lies there to be taken out, once it FAILED with its money in hand', () => {
    const [stuck] = factsOf(failed({ fundedAt: NOW }), failure);
    expect(stuck!.data).toMatchObject({ balance: '1000', error: 'quote_expired' });
    const [neverFunded] = factsOf(failed(), failure);
    expect(neverFunded!.data).toMatchObject({ balance: '0' });
  });

  it('names the reason of a cancellation beside the payer’s own metadata', () => {
    const payment = cancelled({ metadata: { table: 7 } });
    const [fact] = factsOf(payment, cancellation(CancelReason.InsufficientFunds));
    expect(fact!.data.metadata).toEqual({ table: 7, cancellationReason: 'insufficient_funds' });
  });

  it.each([
    ...factsOf(sending(), funded),
    ...factsOf(timedOut, cancellation(CancelReason.DecisionTimeout)),
    ...factsOf(completed(), done),
  ])('carries the request, the deadline and the version: $type', (fact) => {
    expect(fact).toMatchObject({ key: REQUEST_ID, deadline: DEADLINE.toISOString() });
    expect(fact.data.cardDetails?.requestId).toBe(REQUEST_ID);
    expect(fact.sequence).toBeGreaterThan(1);
    expect(() => parsePayload(fact.type, JSON.parse(JSON.stringify(fact.data)))).not.toThrow();
  });
});
