import fc from 'fast-check';
import { decider } from '../testing/given.js';
import {
  AFTER_EXPIRY,
  byOpenPayments,
  EARLIER,
  expired,
  EXPIRY,
  NOW,
  pending,
  processing,
  received,
} from '../testing/payments.js';
import { decide, evolve } from './incoming-payment.decide.js';
import {
  receivedBy,
  type IncomingPayment,
  type IncomingPaymentCommand,
} from './incoming-payment.js';

const { given } = decider(decide, NOW);
const receive = (amount: bigint) => ({ type: 'receive', amount }) as const;
const approve = { type: 'approve' } as const;
const cancel = { type: 'cancel' } as const;
const complete = { type: 'complete' } as const;
const close = { type: 'close', reason: 'card_blocked' } as const;
const expire = { type: 'expire' } as const;
const everything: IncomingPaymentCommand[] = [
  receive(1n),
  approve,
  cancel,
  complete,
  close,
  expire,
];

describe('an incoming payment in PENDING', () => {
  it('completes when all of it is received', () =>
    given(pending()).when(receive(1000n)).then({ type: 'completed', received: 1000n, at: NOW }));
  it('is in process when part of it is received', () =>
    given(pending()).when(receive(999n)).then({ type: 'partly_received', amount: 999n }));
  it('takes no more than it asked for', () =>
    given(pending()).when(receive(1001n)).refuses('WRONG_AMOUNT'));
  it('takes anything where it asked for no sum', () =>
    given(pending({ incomingAmount: undefined }))
      .when(receive(5n))
      .then({ type: 'partly_received', amount: 5n }));
  it('is approved once', () => {
    given(pending()).when(approve).then({ type: 'approved', at: NOW });
    given(pending({ approvedAt: EARLIER }))
      .when(approve)
      .refuses('ALREADY_APPROVED');
  });
  it('is cancelled, unless it is approved', () => {
    given(pending()).when(cancel).then({ type: 'cancelled', at: NOW });
    given(pending({ approvedAt: EARLIER }))
      .when(cancel)
      .refuses('ALREADY_APPROVED');
  });
  it('is closed with the payment that was to pay it, approved or not', () => {
    given(pending()).when(close).then({ type: 'cancelled', at: NOW, reason: 'card_blocked' });
    given(pending({ approvedAt: EARLIER }))
      .when(close)
      .then({ type: 'cancelled', at: NOW, reason: 'card_blocked' });
  });
  it('is completed by hand, unless it was made for a card', () => {
    given(pending({ origin: byOpenPayments }))
      .when(complete)
      .then({ type: 'completed', received: 0n, at: NOW });
    given(pending()).when(complete).refuses('MADE_FOR_A_CARD');
  });
  it('expires when its time is over, and not before', () => {
    given(pending(), EXPIRY).when(expire).refuses('NOT_DUE');
    given(pending(), AFTER_EXPIRY).when(expire).then({ type: 'expired' });
  });
});

describe('an incoming payment in PROCESSING', () => {
  it('completes when the rest is received', () =>
    given(processing()).when(receive(600n)).then({ type: 'completed', received: 600n, at: NOW }));
  it('stays in process when a part of the rest is received', () =>
    given(processing()).when(receive(599n)).then({ type: 'partly_received', amount: 599n }));
  it('takes no more than the rest', () =>
    given(processing()).when(receive(601n)).refuses('WRONG_AMOUNT'));
  it.each([approve, cancel, close])('refuses $type', (command) =>
    given(processing()).when(command).refuses('NOT_PENDING'),
  );
  it('is completed by hand', () =>
    given(processing()).when(complete).then({ type: 'completed', received: 0n, at: NOW }));
  it('expires when its time is over, and not before', () => {
    given(processing(), EXPIRY).when(expire).refuses('NOT_DUE');
    given(processing(), AFTER_EXPIRY).when(expire).then({ type: 'expired' });
  });
});

describe.each([pending(), processing()])(
  'an incoming payment in $status past its time',
  (payment) => {
    it.each(everything.filter(({ type }) => type !== 'expire'))(
      'refuses $type, and is closed by it',
      (command) =>
        given(payment, AFTER_EXPIRY).when(command).refuses('NOT_PENDING', { type: 'expired' }),
    );
  },
);

describe('an incoming payment that has ended', () => {
  it.each(everything)('refuses $type once it is COMPLETED', (command) =>
    given(received(), AFTER_EXPIRY).when(command).refuses('NOT_PENDING'),
  );
  it.each(everything)('refuses $type once it is EXPIRED', (command) =>
    given(expired(), AFTER_EXPIRY).when(command).refuses('NOT_PENDING'),
  );
  it.each(everything)('refuses $type once it is cancelled', (command) =>
    given(expired({ cancelledAt: EARLIER }))
      .when(command)
      .refuses('ALREADY_CANCELLED'),
  );
});

describe('any sequence of commands', () => {
  const command = fc.oneof(
    fc.constantFrom<IncomingPaymentCommand>(approve, cancel, complete, close, expire),
    fc.bigInt({ min: 1n, max: 1200n }).map((amount): IncomingPaymentCommand => receive(amount)),
  );
  const steps = fc.array(fc.record({ command, afterMs: fc.nat(8_000) }), { maxLength: 20 });
  const exits: Record<IncomingPayment['status'], IncomingPayment['status'][]> = {
    PENDING: ['PENDING', 'PROCESSING', 'COMPLETED', 'EXPIRED'],
    PROCESSING: ['PROCESSING', 'COMPLETED', 'EXPIRED'],
    COMPLETED: [],
    EXPIRED: [],
  };

  it.each([1000n, undefined])('keeps to the state machine, asked for %s', (incomingAmount) => {
    fc.assert(
      fc.property(steps, (sequence) => {
        let payment: IncomingPayment = pending({ origin: byOpenPayments, incomingAmount });
        let now = EARLIER;
        for (const { command: asked, afterMs } of sequence) {
          now = new Date(now.getTime() + afterMs);
          for (const change of decide(payment, asked, now).events) {
            const next: IncomingPayment = evolve(payment, change);
            expect(exits[payment.status]).toContain(next.status);
            expect(next.version).toBe(payment.version + 1);
            expect(receivedBy(next) >= receivedBy(payment)).toBe(true);
            expect(receivedBy(next) <= (incomingAmount ?? receivedBy(next))).toBe(true);
            payment = next;
          }
        }
      }),
    );
  });
});
