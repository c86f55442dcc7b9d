import fc from 'fast-check';
import { approved, declined, requested } from '../testing/card-payments.js';
import { isFinal, type CardPayment, type Verdict } from './card-payment.js';
import { decide, evolve, type Decision } from './card-payment.decide.js';

const REQUEST = '01980000-0000-7000-8000-00000000000a';
const INCOMING = '01980000-0000-7000-8000-00000000000b';
const OUTGOING = '01980000-0000-7000-8000-00000000000c';
const OTHER = '01980000-0000-7000-8000-00000000000d';

const ids = { requestId: REQUEST, incomingPaymentId: INCOMING };
const payments = {
  REQUESTED: requested(ids),
  APPROVED: approved({ ...ids, outgoingPaymentId: OUTGOING }),
  DECLINED: declined({ ...ids, reason: 'insufficient_funds' }),
} satisfies Record<CardPayment['status'], CardPayment>;

const verdicts = {
  approve: { type: 'approve', requestId: REQUEST, outgoingPaymentId: OUTGOING },
  approveAnother: { type: 'approve', requestId: REQUEST, outgoingPaymentId: OTHER },
  decline: { type: 'decline', requestId: REQUEST, reason: 'insufficient_funds' },
  declineElse: { type: 'decline', requestId: REQUEST, reason: 'card_blocked' },
  refuse: {
    type: 'refuse',
    requestId: REQUEST,
    incomingPaymentId: INCOMING,
    code: 'deadline_passed',
  },
  refuseUnnamed: {
    type: 'refuse',
    requestId: REQUEST,
    incomingPaymentId: undefined,
    code: 'insufficient_funds',
  },
  refuseAnother: {
    type: 'refuse',
    requestId: REQUEST,
    incomingPaymentId: OTHER,
    code: 'deadline_passed',
  },
  ofAnotherRequest: { type: 'decline', requestId: OTHER, reason: 'insufficient_funds' },
} satisfies Record<string, Verdict>;

const decidedAs = (event: Extract<Decision, { kind: 'decided' }>['event']): Decision => ({
  kind: 'decided',
  event,
});
const repeated: Decision = { kind: 'repeated' };
const contradicted: Decision = { kind: 'contradicted' };
const misdirected: Decision = { kind: 'misdirected' };

const expected: Record<CardPayment['status'], Record<keyof typeof verdicts, Decision>> = {
  REQUESTED: {
    approve: decidedAs({ type: 'approved', outgoingPaymentId: OUTGOING }),
    approveAnother: decidedAs({ type: 'approved', outgoingPaymentId: OTHER }),
    decline: decidedAs({ type: 'declined', reason: 'insufficient_funds' }),
    declineElse: decidedAs({ type: 'declined', reason: 'card_blocked' }),
    refuse: decidedAs({ type: 'declined', reason: 'deadline_passed' }),
    refuseUnnamed: decidedAs({ type: 'declined', reason: 'insufficient_funds' }),
    refuseAnother: misdirected,
    ofAnotherRequest: misdirected,
  },
  APPROVED: {
    approve: repeated,
    approveAnother: contradicted,
    decline: contradicted,
    declineElse: contradicted,
    refuse: contradicted,
    refuseUnnamed: contradicted,
    refuseAnother: misdirected,
    ofAnotherRequest: misdirected,
  },
  DECLINED: {
    approve: contradicted,
    approveAnother: contradicted,
    decline: repeated,
    declineElse: contradicted,
    refuse: contradicted,
    refuseUnnamed: repeated,
    refuseAnother: misdirected,
    ofAnotherRequest: misdirected,
  },
};

describe('a card payment', () => {
  const cases = Object.entries(expected).flatMap(([status, outcomes]) =>
    Object.entries(outcomes).map(([verdict, decision]) => ({ status, verdict, decision })),
  );

  it.each(cases)('$status on $verdict: $decision.kind', ({ status, verdict, decision }) => {
    const payment = payments[status as keyof typeof payments];
    expect(decide(payment, verdicts[verdict as keyof typeof verdicts])).toEqual(decision);
  });

  it('keeps its terms when it is decided', () => {
    const at = new Date('2026-01-01T00:00:05Z');
    const { status, ...terms } = payments.REQUESTED;
    expect(status).toBe('REQUESTED');
    expect(
      evolve(payments.REQUESTED, { type: 'approved', outgoingPaymentId: OUTGOING }, at),
    ).toEqual({ ...terms, status: 'APPROVED', outgoingPaymentId: OUTGOING, decidedAt: at });
    expect(evolve(payments.REQUESTED, { type: 'declined', reason: 'card_blocked' }, at)).toEqual({
      ...terms,
      status: 'DECLINED',
      reason: 'card_blocked',
      decidedAt: at,
    });
  });

  it('has one answer, the first, whatever is said in whatever order', () => {
    const anyVerdict = fc.constantFrom<Verdict>(...Object.values(verdicts));
    fc.assert(
      fc.property(fc.array(anyVerdict, { maxLength: 20 }), (said) => {
        const at = new Date('2026-01-01T00:00:05Z');
        const states: CardPayment[] = [payments.REQUESTED];
        for (const verdict of said) {
          const payment = states.at(-1) as CardPayment;
          const decision = decide(payment, verdict);
          states.push(decision.kind === 'decided' ? evolve(payment, decision.event, at) : payment);
        }
        const first = states.findIndex(isFinal);
        const finals = first === -1 ? [] : states.slice(first);
        expect(new Set(finals).size).toBeLessThanOrEqual(1);
        const usable = said.some(
          (verdict) => decide(payments.REQUESTED, verdict).kind === 'decided',
        );
        expect(finals.length > 0).toBe(usable);
      }),
    );
  });
});
