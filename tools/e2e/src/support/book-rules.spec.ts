import { disagreementOf, type PaymentInAllBooks } from './book-rules.js';

const paid: PaymentInAllBooks = {
  requestId: 'r',
  pos: { status: 'APPROVED', reason: null, outgoingPaymentId: 'p', amount: 1000n },
  card: { status: 'APPROVED', reason: null, outgoingPaymentId: 'p' },
  outgoing: [{ id: 'p', state: 'COMPLETED', reason: null }],
  incoming: { state: 'COMPLETED', received: 1000n },
  holds: [{ status: 'SETTLED', amount: 1000n }],
};
const unpaid: PaymentInAllBooks = {
  requestId: 'r',
  pos: { status: 'DECLINED', reason: 'card_blocked', outgoingPaymentId: null, amount: 1000n },
  card: { status: 'DECLINED', reason: 'card_blocked', outgoingPaymentId: 'p' },
  outgoing: [{ id: 'p', state: 'CANCELLED', reason: 'card_blocked' }],
  incoming: { state: 'EXPIRED', received: 0n },
  holds: [{ status: 'NOT_HELD', amount: 1000n }],
};

/** An audit that finds nothing proves nothing unless it finds what is wrong. */
describe('the audit of the books', () => {
  it.each([
    ['a paid payment', paid],
    ['an unpaid payment', unpaid],
    ['a payment that was never made', { ...unpaid, outgoing: [], holds: [] }],
  ])('agrees with %s', (_, payment) => {
    expect(disagreementOf(payment)).toBeUndefined();
  });

  it.each<[string, PaymentInAllBooks, string]>([
    ['nobody at the till knew', { ...paid, pos: undefined }, 'POS service does not know'],
    ['the card service forgot', { ...paid, card: undefined }, 'card service does not know'],
    ['paid twice', { ...paid, outgoing: [...paid.outgoing, ...unpaid.outgoing] }, 'more than once'],
    ['approved to one only', { ...paid, card: unpaid.card }, 'card service: DECLINED'],
    ['approved and not sent', { ...paid, outgoing: [] }, 'another outgoing payment'],
    [
      'approved and still on its way',
      { ...paid, outgoing: [{ id: 'p', state: 'SENDING', reason: null }] },
      'is SENDING',
    ],
    ['too little', { ...paid, incoming: { state: 'COMPLETED', received: 1n } }, '1 of 1000'],
    ['not taken', { ...paid, holds: [{ status: 'HELD', amount: 1000n }] }, 'HELD 1000'],
    [
      'declined and paid',
      { ...unpaid, outgoing: [{ id: 'p', state: 'COMPLETED', reason: null }] },
      'is COMPLETED',
    ],
    [
      'told another reason',
      { ...unpaid, outgoing: [{ id: 'p', state: 'CANCELLED', reason: 'limit_exceeded' }] },
      'limit_exceeded',
    ],
    [
      'a hold that outlives its payment',
      { ...unpaid, holds: [{ status: 'HELD', amount: 1000n }] },
      'HELD 1000',
    ],
    [
      'no end',
      {
        ...unpaid,
        pos: { ...unpaid.pos!, status: 'REQUESTED', reason: null },
        card: { ...unpaid.card!, status: 'REQUESTED', reason: null },
      },
      'no end',
    ],
  ])('finds %s', (_, payment, complaint) => {
    expect(disagreementOf(payment)).toContain(complaint);
  });
});
