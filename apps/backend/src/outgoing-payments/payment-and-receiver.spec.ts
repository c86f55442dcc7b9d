import { CancelReason, CardPaymentFailureReason } from '@tapmesh/events';
import fc from 'fast-check';
import {
  decide as decideIncoming,
  evolve as evolveIncoming,
} from '../incoming-payments/incoming-payment.decide.js';
import { receivedBy, type IncomingPayment } from '../incoming-payments/incoming-payment.js';
import {
  AFTER_DEADLINE,
  AFTER_EXPIRY,
  byOpenPayments,
  cancelled,
  EARLIER,
  expired,
  funding,
  NOW,
  pending,
  processing,
  received,
} from '../testing/payments.js';
import { evolve } from './outgoing-payment.decide.js';
import type { OutgoingPayment } from './outgoing-payment.js';
import { bookingOf } from './outgoing-payment.transfers.js';
import { cancel, expire, fund, type PaymentAndReceiver } from './payment-and-receiver.js';

const tap = (differing: Partial<PaymentAndReceiver> = {}): PaymentAndReceiver => ({
  outgoing: funding(),
  incoming: pending(),
  ...differing,
});
const reason = { reason: CancelReason.CardBlocked };
const invalid = {
  reason: CancelReason.InvalidRequest,
  cardPaymentFailureReason: CardPaymentFailureReason.InvalidRequest,
};
const timeout = { reason: CancelReason.DecisionTimeout };

describe('funding', () => {
  it('is cancelled with its receiver, where the liquidity does not suffice for a card', () => {
    expect(fund(tap(), { now: NOW, covered: false })).toMatchObject({
      refusal: 'INSUFFICIENT_LIQUIDITY',
      outgoing: [{ type: 'cancelled', cancellation: { reason: CancelReason.InvalidRequest } }],
      incoming: [{ type: 'cancelled' }],
    });
  });

  it('waits for more liquidity, where no card waits', () => {
    const pair = { outgoing: funding({ origin: byOpenPayments }), incoming: pending() };
    expect(fund(pair, { now: NOW, covered: false })).toEqual({
      refusal: 'INSUFFICIENT_LIQUIDITY',
      outgoing: [],
      incoming: [],
    });
  });

  it('sends and delivers at once', () => {
    expect(fund(tap(), { now: NOW, covered: true })).toEqual({
      outgoing: [
        { type: 'funded', at: NOW },
        { type: 'completed', at: NOW },
      ],
      incoming: [{ type: 'completed', received: 1000n, at: NOW }],
    });
  });

  it('adds to a receiver that takes whatever comes', () => {
    const incoming = processing({ incomingAmount: undefined });
    expect(fund(tap({ incoming }), { now: NOW, covered: true }).incoming).toEqual([
      { type: 'partly_received', amount: 1000n },
    ]);
  });

  it.each([received(), expired(), expired({ cancelledAt: EARLIER })])(
    'is refused where the receiver is $status, and ends the card’s payment alone',
    (incoming) => {
      const refusal = 'RECEIVER_NOT_PENDING';
      expect(fund(tap({ incoming }), { now: NOW, covered: true })).toEqual({
        refusal,
        outgoing: [{ type: 'cancelled', at: NOW, cancellation: invalid }],
        incoming: [],
      });
      const outgoing = funding({ origin: byOpenPayments });
      expect(fund({ outgoing, incoming }, { now: NOW, covered: true })).toEqual({
        refusal,
        outgoing: [],
        incoming: [],
      });
    },
  );

  it('is refused where the receiver takes less, and ends the card’s payment', () => {
    expect(fund(tap({ incoming: processing() }), { now: NOW, covered: true })).toEqual({
      refusal: 'RECEIVER_TAKES_LESS',
      outgoing: [{ type: 'cancelled', at: NOW, cancellation: invalid }],
      incoming: [],
    });
  });

  it('closes a receiver that is out of time, and is refused', () => {
    const outgoing = funding({ origin: byOpenPayments, decideBy: AFTER_EXPIRY });
    expect(fund(tap({ outgoing }), { now: AFTER_EXPIRY, covered: true })).toEqual({
      refusal: 'RECEIVER_NOT_PENDING',
      outgoing: [],
      incoming: [{ type: 'expired' }],
    });
  });

  it('that comes too late closes both', () => {
    expect(fund(tap(), { now: AFTER_DEADLINE, covered: true })).toEqual({
      refusal: 'DEADLINE_PASSED',
      outgoing: [{ type: 'cancelled', at: AFTER_DEADLINE, cancellation: timeout }],
      incoming: [{ type: 'cancelled', at: AFTER_DEADLINE, ...timeout }],
    });
  });
});

describe('cancelling', () => {
  it('closes what the card was to pay', () => {
    expect(cancel(tap(), reason, NOW)).toEqual({
      outgoing: [{ type: 'cancelled', at: NOW, cancellation: reason }],
      incoming: [{ type: 'cancelled', at: NOW, ...reason }],
    });
  });

  it('leaves open what was not made for a card', () => {
    const incoming = pending({ origin: byOpenPayments });
    expect(cancel(tap({ incoming }), reason, NOW).incoming).toEqual([]);
    const outgoing = funding({ origin: byOpenPayments });
    expect(cancel(tap({ outgoing }), reason, NOW).incoming).toEqual([]);
  });

  it('changes nothing where it is refused', () => {
    expect(cancel(tap({ outgoing: cancelled() }), reason, NOW)).toEqual({
      refusal: 'ALREADY_CANCELLED',
      outgoing: [],
      incoming: [],
    });
  });
});

describe('the deadline', () => {
  it('closes both', () => {
    expect(expire(tap(), AFTER_DEADLINE)).toEqual({
      outgoing: [{ type: 'cancelled', at: AFTER_DEADLINE, cancellation: timeout }],
      incoming: [{ type: 'cancelled', at: AFTER_DEADLINE, ...timeout }],
    });
  });
});

describe('whatever happens to a payment and its receiver, in any order', () => {
  const step = fc.record({
    what: fc.constantFrom('fund', 'cancel', 'expire', 'approve', 'complete', 'close', 'withdrawn'),
    afterMs: fc.nat(12_000),
  });

  it('what is received was sent, what is sent was debited, and nothing happens twice', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 15 }), (steps) => {
        let pair: { outgoing: OutgoingPayment; incoming: IncomingPayment } = tap();
        let now = EARLIER;
        const balances = new Map<string, bigint>();
        for (const { what, afterMs } of steps) {
          now = new Date(now.getTime() + afterMs);
          const decision = happening(what, pair, now);
          if (decision.outgoing.some(({ type }) => type === 'funded')) book(balances, pair);
          pair = {
            outgoing: decision.outgoing.reduce(evolve, pair.outgoing),
            incoming: decision.incoming.reduce(evolveIncoming, pair.incoming),
          };
          const sum = [...balances.values()].reduce((a, b) => a + b, 0n);
          expect(sum).toBe(0n);
          expect(balances.get(pair.outgoing.id) ?? 0n).toBe(0n);
          expect(receivedBy(pair.incoming)).toBe(balances.get(pair.incoming.id) ?? 0n);
          expect(pair.outgoing.status === 'COMPLETED').toBe(receivedBy(pair.incoming) === 1000n);
          expect(['FUNDING', 'COMPLETED', 'CANCELLED']).toContain(pair.outgoing.status);
        }
      }),
    );
  });
});

function happening(what: string, pair: PaymentAndReceiver, now: Date) {
  switch (what) {
    case 'fund':
      return fund(pair, { now, covered: true });
    case 'cancel':
      return cancel(pair, reason, now);
    case 'expire':
      return expire(pair, now);
    case 'withdrawn':
      return {
        outgoing: [],
        incoming: decideIncoming(pair.incoming, { type: 'cancel' }, now).events,
      };
    default: {
      const type = what as 'approve' | 'complete' | 'close';
      const command = type === 'close' ? { type, ...reason } : { type };
      return { outgoing: [], incoming: decideIncoming(pair.incoming, command, now).events };
    }
  }
}

function book(balances: Map<string, bigint>, pair: PaymentAndReceiver): void {
  let count = 0;
  const { transfers } = bookingOf(pair, () => `transfer-${(count += 1)}`);
  for (const { debitAccountId, creditAccountId, amount } of transfers) {
    balances.set(debitAccountId, (balances.get(debitAccountId) ?? 0n) - amount);
    balances.set(creditAccountId, (balances.get(creditAccountId) ?? 0n) + amount);
  }
}
