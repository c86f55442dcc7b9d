import { cardPaymentFindings, type CardPaymentBooks } from './card-payment.js';

const asset = 'USD/2';
const pos = {
  status: 'APPROVED',
  reason: null,
  outgoingPaymentId: 'out',
  incomingPaymentId: 'in',
  amount: 1000n,
  asset,
  sender: 'https://a/alice',
  receiver: 'https://a/shop',
};
const card = { ...pos, outgoingPaymentId: 'out', overHttp: false };
const outgoing = {
  id: 'out',
  state: 'COMPLETED',
  reason: null,
  incomingPaymentId: 'in',
  receive: 1000n,
  asset,
  sender: 'https://a/alice',
  forOthers: false,
};
const incoming = {
  id: 'in',
  state: 'COMPLETED',
  received: 1000n,
  receiver: 'https://a/shop',
  overdue: false,
};

const unread = {
  incomingPaymentId: null,
  amount: null,
  asset: null,
  sender: null,
  receiver: null,
};

const paid = { pos, card, outgoing: [outgoing], incoming: [incoming] };
const declined = { status: 'DECLINED', reason: 'card_blocked' };
const unpaid = {
  pos: { ...pos, ...declined, outgoingPaymentId: null },
  card: { ...card, ...declined },
  outgoing: [{ ...outgoing, state: 'CANCELLED', reason: 'card_blocked' }],
  incoming: [{ ...incoming, state: 'EXPIRED', received: 0n }],
};

const foreign = {
  pos: { ...pos, outgoingPaymentId: null, sender: 'https://b/alice' },
  outgoing: [],
  incoming: [incoming],
};

const overHttp = { ...pos, outgoingPaymentId: null };

describe('the books of one request', () => {
  it.each<[string, CardPaymentBooks]>([
    ['a paid payment', paid],
    ['a declined payment', unpaid],
    ['a payment from a wallet address of others', foreign],
    [
      'one that was declined, or that nobody made anything for',
      { pos: { ...foreign.pos, ...declined }, outgoing: [], incoming: unpaid.incoming },
    ],
    [
      'a payment whose card service is not ours',
      { ...paid, cardServiceDoor: 'http', pos: overHttp, card: undefined },
    ],
    ['one of these that was declined', { ...unpaid, cardServiceDoor: 'http', card: undefined }],
    ['a payment that the backend refused to make', { ...unpaid, outgoing: [] }],
    [
      'a request that came to the backend too late, for which nothing was made',
      {
        pos: { ...unpaid.pos, reason: 'deadline_passed' },
        card: { ...unpaid.card, reason: 'unknown_payment' },
        outgoing: [],
        incoming: [],
      },
    ],
    [
      'a payment that the deadline closed, which one was refused for and the other told of',
      {
        ...unpaid,
        pos: { ...unpaid.pos, reason: 'decision_timeout' },
        card: { ...unpaid.card, reason: 'deadline_passed' },
        outgoing: [],
      },
    ],
    [
      'a request that the card service never heard of, and nobody made anything for',
      { ...unpaid, card: undefined, outgoing: [], incoming: [] },
    ],
    [
      'a request that the card service could not read and declined without its content',
      {
        ...unpaid,
        pos: { ...unpaid.pos, reason: 'invalid_message' },
        card: { ...unpaid.card, ...unread, reason: 'invalid_message' },
        outgoing: [],
      },
    ],
    [
      'an incoming payment that waits for its expiry',
      {
        ...unpaid,
        outgoing: [],
        incoming: [{ ...incoming, state: 'PENDING', received: 0n }],
      },
    ],
  ])('agree about %s', (_, books) => {
    expect(cardPaymentFindings(books)).toEqual([]);
  });

  it.each<[string, CardPaymentBooks, string[]]>([
    ['nobody at the till knew of it', { ...paid, pos: undefined }, ['unknown_at_pos']],
    ['the card service forgot an approval', { ...paid, card: undefined }, ['unknown_at_card']],
    ['the card service forgot a decline', { ...unpaid, card: undefined }, ['unknown_at_card']],
    [
      'it was paid twice',
      { ...paid, outgoing: [outgoing, { ...outgoing, id: 'out2' }] },
      ['paid_twice', 'outgoing_payment_differs'],
    ],
    [
      'two incoming payments were made',
      { ...paid, incoming: [incoming, { ...incoming, id: 'in2' }] },
      ['several_incoming_payments', 'incoming_payment_differs'],
    ],
    [
      'it was approved, though nothing was paid, and the card service is not ours',
      { ...paid, cardServiceDoor: 'http', pos: overHttp, card: undefined, outgoing: [] },
      ['outgoing_payment_missing'],
    ],
    [
      'it was approved, and ours does not know it',
      { ...paid, pos: overHttp, card: undefined },
      ['unknown_at_card', 'outgoing_payment_differs'],
    ],
    [
      'it was approved, though nothing arrived from others',
      { ...foreign, incoming: unpaid.incoming },
      ['outcome_differs', 'amount_differs'],
    ],
    ['it was approved to the terminal alone', { ...paid, card: unpaid.card }, ['outcome_differs']],
    ['it was declined to the terminal alone', { ...unpaid, card }, ['outcome_differs']],
    [
      'the card service speaks of another outgoing payment',
      { ...paid, card: { ...card, outgoingPaymentId: 'x' } },
      ['outgoing_payment_differs'],
    ],
    [
      'the card service has another amount',
      { ...paid, card: { ...card, amount: 1n } },
      ['amount_differs'],
    ],
    [
      'the card service has another incoming payment',
      { ...unpaid, card: { ...unpaid.card, incomingPaymentId: 'x' } },
      ['incoming_payment_differs'],
    ],
    [
      'it was approved to the terminal, and the card service could not read it',
      {
        ...paid,
        card: { ...unpaid.card, ...unread },
      },
      ['outcome_differs'],
    ],
    [
      'the card service has another payer and payee',
      { ...unpaid, card: { ...unpaid.card, sender: 'https://a/bob', receiver: 'https://a/inn' } },
      ['payer_differs', 'payee_differs'],
    ],
    [
      'another customer paid',
      { ...paid, outgoing: [{ ...outgoing, sender: 'https://a/bob' }] },
      ['payer_differs'],
    ],
    [
      'another customer was to pay what was declined',
      { ...unpaid, outgoing: [{ ...unpaid.outgoing[0]!, sender: 'https://a/bob' }] },
      ['payer_differs'],
    ],
    [
      'another merchant was paid',
      { ...paid, incoming: [{ ...incoming, receiver: 'https://a/inn' }] },
      ['payee_differs'],
    ],
    ['it was approved and not sent', { ...paid, outgoing: [] }, ['outgoing_payment_missing']],
    [
      'it was approved and cancelled',
      { ...paid, outgoing: [{ ...outgoing, state: 'CANCELLED' }] },
      ['outcome_differs'],
    ],
    [
      'it paid for something else',
      { ...paid, outgoing: [{ ...outgoing, incomingPaymentId: 'x' }] },
      ['incoming_payment_differs'],
    ],
    [
      'another amount was sent',
      { ...paid, outgoing: [{ ...outgoing, receive: 999n }] },
      ['amount_differs'],
    ],
    ['nothing was to be received', { ...paid, incoming: [] }, ['incoming_payment_missing']],
    [
      'too little arrived',
      { ...paid, incoming: [{ ...incoming, received: 1n }] },
      ['amount_differs'],
    ],
    [
      'it never arrived',
      { ...paid, incoming: [{ ...incoming, state: 'PENDING', received: 0n }] },
      ['outcome_differs', 'amount_differs'],
    ],
    [
      'it was declined and paid',
      { ...unpaid, outgoing: [outgoing], incoming: [incoming] },
      ['outcome_differs', 'outcome_differs'],
    ],
    [
      'it was declined for another reason than the backend’s',
      { ...unpaid, outgoing: [{ ...outgoing, state: 'CANCELLED', reason: 'limit_exceeded' }] },
      ['reason_differs'],
    ],
    [
      'the terminal was told another reason',
      { ...unpaid, pos: { ...unpaid.pos, reason: 'limit_exceeded' } },
      ['reason_differs'],
    ],
    [
      'the backend cancelled another payment',
      { ...unpaid, outgoing: [{ ...unpaid.outgoing[0]!, id: 'x' }] },
      ['outgoing_payment_differs'],
    ],
    [
      'it was declined while its payment waits',
      { ...unpaid, outgoing: [{ ...outgoing, state: 'FUNDING' }] },
      ['stuck'],
    ],
    [
      'it has no outcome',
      { ...unpaid, pos: { ...pos, status: 'REQUESTED', outgoingPaymentId: null } },
      ['stuck'],
    ],
    [
      'the card service waits for ever',
      { ...unpaid, card: { ...card, status: 'REQUESTED' } },
      ['stuck'],
    ],
    [
      'its incoming payment outlives its expiry',
      {
        ...unpaid,
        incoming: [{ ...incoming, state: 'PENDING', received: 0n, overdue: true }],
      },
      ['stuck'],
    ],
  ])('disagree where %s', (_, books, kinds) => {
    expect(cardPaymentFindings(books).map(({ kind }) => kind)).toEqual(kinds);
  });

  it('say where a payment stands that has no outcome', () => {
    const books = { ...unpaid, pos: { ...pos, status: 'REQUESTED' }, incoming: [] };
    expect(cardPaymentFindings(books)[0]?.message).toBe(
      'it has no outcome: POS service REQUESTED, card service DECLINED (card_blocked), outgoing payment CANCELLED (card_blocked), incoming payment none',
    );
  });
});
