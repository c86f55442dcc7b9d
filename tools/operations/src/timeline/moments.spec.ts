import { expectedTypes, storedMoments } from './moments.js';
import type { StoredPayment } from './stored-payment.js';

const at = (ms: number): Date => new Date(1_000 + ms);
const unheld = { holds: [], credits: [], outbox: [] };

const paid: StoredPayment = {
  requestId: 'r',
  pos: {
    status: 'APPROVED',
    decline_reason: null,
    tapped_at: at(0),
    created_at: at(1),
    decided_at: at(90),
  },
  card: {
    status: 'APPROVED',
    decline_reason: null,
    incoming_payment_id: 'in',
    created_at: at(20),
    answered_at: at(80),
  },
  incoming: {
    id: 'in',
    state: 'COMPLETED',
    created_at: at(15),
    completed_at: at(60),
    cancelled_at: null,
  },
  outgoing: {
    id: 'out',
    state: 'COMPLETED',
    cancel_reason: null,
    error: null,
    created_at: at(30),
    funded_at: at(60),
    completed_at: at(60),
    cancelled_at: null,
    failed_at: null,
  },
  holds: [
    {
      bank: 'mock-ase-alpha-bank',
      status: 'SETTLED',
      amount: '5',
      release_reason: null,
      created_at: at(40),
      updated_at: at(95),
    },
  ],
  credits: [{ bank: 'mock-ase-shop-bank', amount: '5', created_at: at(96) }],
  outbox: [],
};

describe('a payment’s stored history', () => {
  it('is told in the order of its times', () => {
    expect(
      storedMoments(paid).map(({ at: ms, who, what }) => `${ms - 1_000} ${who}: ${what}`),
    ).toEqual([
      '1 pos-service: card payment REQUESTED',
      '15 backend: incoming payment PENDING',
      '20 card-service: card payment REQUESTED',
      '30 backend: outgoing payment FUNDING',
      '40 mock-ase-alpha-bank: hold of 5',
      '60 backend: incoming payment COMPLETED',
      '60 backend: outgoing payment SENDING',
      '60 backend: outgoing payment COMPLETED',
      '80 card-service: card payment APPROVED',
      '90 pos-service: card payment APPROVED',
      '95 mock-ase-alpha-bank: hold SETTLED of 5',
      '96 mock-ase-shop-bank: credited 5',
    ]);
  });

  it('tells reasons, and what has not been sent yet', () => {
    const stuck: StoredPayment = {
      ...unheld,
      requestId: 'r',
      outgoing: {
        ...paid.outgoing!,
        state: 'CANCELLED',
        cancel_reason: 'card_blocked',
        funded_at: null,
        completed_at: null,
        cancelled_at: at(50),
      },
      outbox: [
        { service: 'backend', type: 'outgoing_payment.cancelled', topic: 't', created_at: at(50) },
      ],
    };
    expect(storedMoments(stuck).map(({ what }) => what)).toEqual([
      'outgoing payment FUNDING',
      'outgoing payment CANCELLED (card_blocked)',
      'outgoing_payment.cancelled, for t: not sent yet',
    ]);
  });

  it('has a request that the card service could not handle as declined, and nothing asked for it', () => {
    const rejected: StoredPayment = {
      ...unheld,
      requestId: 'r',
      card: {
        status: 'DECLINED',
        decline_reason: 'invalid_message',
        incoming_payment_id: null,
        created_at: at(20),
        answered_at: at(20),
      },
    };
    expect(storedMoments(rejected).map(({ what }) => what)).toEqual([
      'card payment DECLINED (invalid_message)',
    ]);
    expect(expectedTypes(rejected)).toEqual(['card_payment.declined']);
  });

  it('says which messages it must have come from', () => {
    expect(expectedTypes(paid)).toEqual([
      'incoming_payment.create',
      'card_payment.requested',
      'outgoing_payment.create',
      'card_payment.approved',
      'incoming_payment.created',
      'incoming_payment.completed',
      'outgoing_payment.created',
      'outgoing_payment.funded',
      'outgoing_payment.completed',
    ]);
    expect(expectedTypes({ ...unheld, requestId: 'r', pos: paid.pos })).toEqual([
      'incoming_payment.create',
      'card_payment.requested',
    ]);
  });
});
