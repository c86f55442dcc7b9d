import { CancelReason, CardPaymentFailureReason } from '@tapmesh/events';
import fc from 'fast-check';
import { decider } from '../testing/given.js';
import {
  AFTER_DEADLINE,
  byCard,
  byOpenPayments,
  cancelled,
  completed,
  DEADLINE,
  EARLIER,
  failed,
  funding,
  NOW,
  sending,
} from '../testing/payments.js';
import { decide, evolve } from './outgoing-payment.decide.js';
import type { OutgoingPayment, OutgoingPaymentCommand } from './outgoing-payment.js';

const { given } = decider(decide, NOW);
const insufficientFunds = { reason: CancelReason.InsufficientFunds };
const fund = { type: 'fund' } as const;
const cancel = { type: 'cancel', ...insufficientFunds } as const;
const complete = { type: 'complete' } as const;
const fail = { type: 'fail', error: 'no_route' } as const;
const expire = { type: 'expire' } as const;

describe('an outgoing payment in FUNDING', () => {
  it('is funded', () => given(funding()).when(fund).then({ type: 'funded', at: NOW }));

  it('is funded in the last moment', () =>
    given(funding(), DEADLINE).when(fund).then({ type: 'funded', at: DEADLINE }));

  it('is cancelled for the ASE’s reason', () =>
    given(funding())
      .when({
        type: 'cancel',
        reason: CancelReason.InvalidSignature,
        cardPaymentFailureReason: CardPaymentFailureReason.InvalidSignature,
      })
      .then({
        type: 'cancelled',
        at: NOW,
        cancellation: {
          reason: CancelReason.InvalidSignature,
          cardPaymentFailureReason: CardPaymentFailureReason.InvalidSignature,
        },
      }));

  it('is not due before its time', () => given(funding()).when(expire).refuses('NOT_DUE'));
  it('is neither sent nor failed', () => {
    given(funding()).when(complete).refuses('NOT_FUNDED');
    given(funding()).when(fail).refuses('NOT_FUNDED');
  });

  it.each([fund, cancel])('refuses $type after the deadline, and is closed by it', (command) =>
    given(funding(), AFTER_DEADLINE)
      .when(command)
      .refuses('DEADLINE_PASSED', {
        type: 'cancelled',
        at: AFTER_DEADLINE,
        cancellation: { reason: CancelReason.DecisionTimeout },
      }),
  );

  it('is cancelled when nobody decided, if a card started it', () =>
    given(funding(), AFTER_DEADLINE)
      .when(expire)
      .then({
        type: 'cancelled',
        at: AFTER_DEADLINE,
        cancellation: { reason: CancelReason.DecisionTimeout },
      }));

  it('fails when its quote expired, if no card started it', () => {
    const failure = { type: 'failed', at: AFTER_DEADLINE, error: 'quote_expired' } as const;
    const payment = funding({ origin: byOpenPayments });
    given(payment, AFTER_DEADLINE).when(expire).then(failure);
    given(payment, AFTER_DEADLINE).when(fund).refuses('QUOTE_EXPIRED', failure);
    given(payment, AFTER_DEADLINE).when(cancel).refuses('QUOTE_EXPIRED', failure);
  });
});

describe('an outgoing payment in SENDING', () => {
  it('completes', () => given(sending()).when(complete).then({ type: 'completed', at: NOW }));
  it('fails', () =>
    given(sending()).when(fail).then({ type: 'failed', at: NOW, error: 'no_route' }));
  it.each([fund, cancel, expire])('refuses $type: it is funded', (command) =>
    given(sending(), AFTER_DEADLINE).when(command).refuses('ALREADY_FUNDED'),
  );
});

describe('an outgoing payment that has ended', () => {
  it.each([fund, cancel, expire])('refuses $type once it is COMPLETED', (command) =>
    given(completed(), AFTER_DEADLINE).when(command).refuses('ALREADY_FUNDED'),
  );
  it.each([complete, fail])('refuses $type once it is COMPLETED', (command) =>
    given(completed()).when(command).refuses('ALREADY_COMPLETED'),
  );
  it.each([fund, cancel, complete, fail, expire])('refuses $type once it is CANCELLED', (command) =>
    given(cancelled()).when(command).refuses('ALREADY_CANCELLED'),
  );
  it.each([fund, cancel, complete, fail, expire])('refuses $type once it timed out', (command) =>
    given(cancelled({ cancellation: { reason: CancelReason.DecisionTimeout } }))
      .when(command)
      .refuses('DEADLINE_PASSED'),
  );
  it.each([fund, cancel, complete, fail, expire])('refuses $type once it is FAILED', (command) =>
    given(failed()).when(command).refuses('ALREADY_FAILED'),
  );
});

describe('what cannot have been decided', () => {
  it.each([sending(), completed(), cancelled(), failed()])('is no change of $status', (payment) => {
    expect(() => evolve(payment, { type: 'funded', at: NOW })).toThrow('cannot be funded');
    const cancellation = { type: 'cancelled', at: NOW, cancellation: insufficientFunds } as const;
    expect(() => evolve(payment, cancellation)).toThrow('cannot be cancelled');
  });
  it.each([funding(), completed(), cancelled(), failed()])(
    '$status is not completed',
    (payment) => {
      expect(() => evolve(payment, { type: 'completed', at: NOW })).toThrow('cannot be completed');
    },
  );
  it.each([completed(), cancelled(), failed()])('$status does not fail', (payment) => {
    const failure = { type: 'failed', at: NOW, error: 'no_route' } as const;
    expect(() => evolve(payment, failure)).toThrow('cannot be failed');
  });
});

describe('any sequence of commands', () => {
  const commands = fc.constantFrom<OutgoingPaymentCommand>(fund, cancel, complete, fail, expire);
  const steps = fc.array(fc.record({ command: commands, afterMs: fc.nat(3_000) }), {
    maxLength: 20,
  });
  const exits: Record<OutgoingPayment['status'], OutgoingPayment['status'][]> = {
    FUNDING: ['SENDING', 'CANCELLED', 'FAILED'],
    SENDING: ['COMPLETED', 'FAILED'],
    COMPLETED: [],
    CANCELLED: [],
    FAILED: [],
  };

  it.each([
    ['a card', byCard],
    ['nobody’s card', byOpenPayments],
  ])('keeps to the state machine of a payment started by %s', (_who, origin) => {
    fc.assert(
      fc.property(steps, (sequence) => {
        let payment: OutgoingPayment = funding({ origin });
        let now = EARLIER;
        for (const { command, afterMs } of sequence) {
          now = new Date(now.getTime() + afterMs);
          for (const change of decide(payment, command, now).events) {
            const next: OutgoingPayment = evolve(payment, change);
            expect(exits[payment.status]).toContain(next.status);
            expect(next.version).toBe(payment.version + 1);
            expect(next.debit).toBe(payment.debit);
            if (next.status === 'SENDING') expect(now <= payment.decideBy).toBe(true);
            if (payment.status === 'FUNDING' && origin === byCard) {
              expect(next.status).not.toBe('FAILED');
            }
            payment = next;
          }
        }
      }),
    );
  });
});
