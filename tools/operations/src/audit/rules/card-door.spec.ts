import { cardPaymentFindings, type CardPaymentBooks } from './card-payment.js';

const asset = 'USD/2';
const card = {
  status: 'APPROVED',
  reason: null,
  outgoingPaymentId: 'out',
  incomingPaymentId: 'in',
  amount: 1000n,
  asset,
  sender: 'https://a/alice',
  receiver: 'https://a/shop',
  overHttp: true,
};
const outgoing = {
  id: 'out',
  state: 'COMPLETED',
  reason: null,
  incomingPaymentId: 'in',
  receive: 1000n,
  asset,
  sender: 'https://a/alice',
  forOthers: true,
};
const declined = { ...card, status: 'DECLINED', reason: 'card_blocked' };
const cancelled = { ...outgoing, state: 'CANCELLED', reason: 'card_blocked' };

describe('the books of a request that a POS service of others made', () => {
  it.each<[string, Partial<CardPaymentBooks>]>([
    ['that was approved', { card, outgoing: [outgoing] }],
    ['that was declined', { card: declined, outgoing: [cancelled] }],
    ['that the backend refused to make', { card: declined }],
    ['of a card service of others', { outgoing: [outgoing] }],
  ])('agree about one %s', (_, books) => {
    expect(cardPaymentFindings({ outgoing: [], incoming: [], ...books })).toEqual([]);
  });

  const incoming = {
    ...{ id: 'in', state: 'COMPLETED', received: 1000n, receiver: 'https://a/shop' },
    overdue: false,
  };

  it.each<[string, Partial<CardPaymentBooks>, string[]]>([
    [
      'our own POS service had its incoming payment made, and does not know it',
      { card, outgoing: [{ ...outgoing, forOthers: false }], incoming: [incoming] },
      ['unknown_at_pos'],
    ],
    ['it came over Kafka', { card: { ...card, overHttp: false } }, ['unknown_at_pos']],
    [
      'it was paid for our own POS service, and nobody knows it',
      { outgoing: [{ ...outgoing, forOthers: false }] },
      ['unknown_at_pos'],
    ],
    ['it was approved, and never made', { card }, ['outgoing_payment_missing']],
    ['it was approved, and cancelled', { card, outgoing: [cancelled] }, ['outcome_differs']],
    ['it was declined, and paid', { card: declined, outgoing: [outgoing] }, ['outcome_differs']],
    [
      'it was declined while its payment waits',
      { card: declined, outgoing: [{ ...outgoing, state: 'FUNDING' }] },
      ['stuck'],
    ],
    [
      'the card service waits for ever',
      { card: { ...card, status: 'REQUESTED' }, outgoing: [outgoing] },
      ['stuck'],
    ],
    [
      'another payment of another amount was made',
      { card, outgoing: [{ ...outgoing, id: 'x', receive: 1n }] },
      ['outgoing_payment_differs', 'amount_differs'],
    ],
    ['it was paid twice', { card, outgoing: [outgoing, outgoing] }, ['paid_twice']],
  ])('disagree where %s', (_, books, kinds) => {
    const found = cardPaymentFindings({ outgoing: [], incoming: [], ...books });
    expect(found.map(({ kind }) => kind)).toEqual(kinds);
  });
});
