import { randomUUID } from 'node:crypto';
import * as ask from '../admin-operations.js';
import { AMOUNT, type Given } from './given.js';
import { refused, type Operation } from './operation.js';

const unknown = () => ({ id: randomUUID() });
const unknownInput = () => ({ input: unknown() });
const other = { ...AMOUNT, value: '900' };

const list = (name: string): Operation => ({
  document: `query ($tenantId: String, $first: Int) {
    ${name}(tenantId: $tenantId, first: $first) { edges { node { id } } } }`,
  given: async (of) => {
    await of.event(await of.outgoingPayment(), 'outgoing_payment.created');
    return { tenantId: of.tenantId, first: 100 };
  },
  answers: { edges: expect.any(Array) as unknown },
  another: 'own page',
  lacking: { given: () => ({ first: 0 }), refused: 'BAD_USER_INPUT' },
});

const partial = (name: string, type: string): Operation => ({
  document: `mutation ($input: ${type}!) { ${name}(input: $input) { success } }`,
  given: async (of) => ({
    input: {
      incomingPaymentId: (await of.incomingPayment()).id,
      partialIncomingPaymentId: randomUUID(),
    },
  }),
  answers: refused('FORBIDDEN'),
  another: 'NOT_FOUND',
  lacking: { given: () => ({ input: {} }), refused: 'GRAPHQL_VALIDATION_FAILED' },
});

const payment = (state: string) => ({ payment: expect.objectContaining({ state }) as unknown });

export const incomingPayments = {
  incomingPayment: {
    document: ask.incomingPayment,
    given: async (of) => ({ id: (await of.incomingPayment()).id }),
    answers: expect.objectContaining({ state: 'PENDING', incomingAmount: AMOUNT }) as unknown,
    another: 'NOT_FOUND',
    lacking: { given: unknown, refused: 'NOT_FOUND' },
  },
  incomingPayments: list('incomingPayments'),
  createIncomingPayment: {
    document: ask.createIncomingPayment,
    given: async (of) => ({
      input: { walletAddressId: await of.walletAddressId(), incomingAmount: AMOUNT },
    }),
    answers: payment('PENDING'),
    another: 'NOT_FOUND',
    lacking: {
      given: async (of) => ({
        input: {
          walletAddressId: await of.walletAddressId(),
          incomingAmount: { ...AMOUNT, assetCode: 'EUR' },
        },
      }),
      refused: 'BAD_USER_INPUT',
    },
    otherwise: (input) => ({ ...input, incomingAmount: other }),
  },
  updateIncomingPayment: {
    document: ask.update,
    given: async (of) => ({
      input: { id: (await of.incomingPayment()).id, metadata: { order: 7, notes: { by: 'me' } } },
    }),
    answers: {
      payment: expect.objectContaining({
        metadata: { order: 7, notes: { by: 'me' } },
      }) as unknown,
    },
    another: 'NOT_FOUND',
    lacking: {
      given: () => ({ input: { ...unknown(), metadata: {} } }),
      refused: 'NOT_FOUND',
    },
  },
  approveIncomingPayment: {
    document: ask.approve,
    given: async (of) => ({ input: { id: (await of.incomingPayment()).id } }),
    answers: payment('PENDING'),
    another: 'NOT_FOUND',
    lacking: { given: unknownInput, refused: 'NOT_FOUND' },
  },
  cancelIncomingPayment: {
    document: ask.cancelIncoming,
    given: async (of) => ({
      input: { id: (await of.incomingPayment()).id, cancellationReason: 'closed' },
    }),
    answers: payment('EXPIRED'),
    another: 'NOT_FOUND',
    lacking: { given: unknownInput, refused: 'NOT_FOUND' },
  },
  confirmPartialIncomingPayment: partial(
    'confirmPartialIncomingPayment',
    'ConfirmPartialIncomingPaymentInput',
  ),
  rejectPartialIncomingPayment: partial(
    'rejectPartialIncomingPayment',
    'RejectPartialIncomingPaymentInput',
  ),
  /** Anybody may know of a payment what its payer needs, and have one made at a wallet address. */
  receiver: {
    document: ask.receiver,
    given: async (of) => ({ id: (await of.incomingPayment()).url }),
    answers: expect.objectContaining({ completed: false, incomingAmount: AMOUNT }) as unknown,
    another: 'own answer',
    lacking: { given: () => ({ id: 'http://elsewhere.test/1' }), refused: 'BAD_USER_INPUT' },
  },
  createReceiver: {
    document: ask.createReceiver,
    given: async (of) => ({
      input: { walletAddressUrl: (await of.walletAddress()).address, incomingAmount: AMOUNT },
    }),
    answers: { receiver: expect.objectContaining({ completed: false }) as unknown },
    another: 'own answer',
    lacking: {
      given: () => ({ input: { walletAddressUrl: 'http://nobody.test/nobody' } }),
      refused: 'NOT_FOUND',
    },
    otherwise: (input) => ({ ...input, incomingAmount: other }),
  },
  completeReceiver: {
    document: ask.completeReceiver,
    given: async (of) => ({ input: { incomingPaymentUrl: (await of.incomingPayment()).url } }),
    answers: { receiver: expect.objectContaining({ completed: true }) as unknown },
    another: 'NOT_FOUND',
    lacking: {
      given: () => ({ input: { incomingPaymentUrl: 'nothing' } }),
      refused: 'BAD_USER_INPUT',
    },
  },
} satisfies Record<string, Operation>;

const receiving = async (of: Given) => ({
  walletAddressId: await of.walletAddressId(),
  incomingPayment: (await of.incomingPayment()).url,
});

export const outgoingPayments = {
  quote: {
    document: ask.quote,
    given: async (of) => ({ id: (await of.quote()).id }),
    answers: expect.objectContaining({ debitAmount: AMOUNT, receiveAmount: AMOUNT }) as unknown,
    another: 'NOT_FOUND',
    lacking: { given: unknown, refused: 'NOT_FOUND' },
  },
  createQuote: {
    document: ask.createQuote,
    given: async (of) => {
      const { walletAddressId, incomingPayment: receiver } = await receiving(of);
      return { input: { walletAddressId, receiver } };
    },
    answers: { quote: expect.objectContaining({ debitAmount: AMOUNT }) as unknown },
    another: 'NOT_FOUND',
    lacking: {
      given: async (of) => ({
        input: { walletAddressId: await of.walletAddressId(), receiver: 'nobody' },
      }),
      refused: 'BAD_USER_INPUT',
    },
    otherwise: (input) => ({ ...input, receiveAmount: AMOUNT }),
  },
  outgoingPayment: {
    document: ask.outgoingPayment,
    given: async (of) => ({ id: await of.outgoingPayment() }),
    answers: expect.objectContaining({ state: 'FUNDING', debitAmount: AMOUNT }) as unknown,
    another: 'NOT_FOUND',
    lacking: { given: unknown, refused: 'NOT_FOUND' },
  },
  outgoingPayments: list('outgoingPayments'),
  payments: list('payments'),
  webhookEvents: list('webhookEvents'),
  createOutgoingPayment: {
    document: ask.createOutgoingPayment,
    given: async (of) => {
      const { id: quoteId, walletAddressId } = await of.quote();
      return { input: { walletAddressId, quoteId } };
    },
    answers: payment('FUNDING'),
    another: 'NOT_FOUND',
    lacking: {
      given: async (of) => ({
        input: { walletAddressId: await of.walletAddressId(), quoteId: randomUUID() },
      }),
      refused: 'NOT_FOUND',
    },
    otherwise: (input) => ({ ...input, metadata: { order: 8 } }),
  },
  createOutgoingPaymentFromIncomingPayment: {
    document: ask.createFromIncomingPayment,
    given: async (of) => ({ input: await receiving(of) }),
    answers: payment('FUNDING'),
    another: 'NOT_FOUND',
    lacking: {
      given: async (of) => ({
        input: { walletAddressId: await of.walletAddressId(), incomingPayment: 'nobody' },
      }),
      refused: 'BAD_USER_INPUT',
    },
    otherwise: (input) => ({ ...input, metadata: { order: 8 } }),
  },
  cancelOutgoingPayment: {
    document: ask.cancel,
    given: async (of) => ({ input: { id: await of.outgoingPayment(), reason: 'no money' } }),
    answers: payment('CANCELLED'),
    another: 'NOT_FOUND',
    lacking: { given: unknownInput, refused: 'NOT_FOUND' },
  },
  depositOutgoingPaymentLiquidity: {
    document: ask.deposit,
    given: async (of) => ({
      input: { outgoingPaymentId: await of.outgoingPayment(), idempotencyKey: randomUUID() },
    }),
    answers: { success: true },
    another: 'NOT_FOUND',
    lacking: {
      given: () => ({ input: { outgoingPaymentId: 'x', idempotencyKey: randomUUID() } }),
      refused: 'NOT_FOUND',
    },
    otherwise: async (input, of) => ({ ...input, outgoingPaymentId: await of.outgoingPayment() }),
  },
} satisfies Record<string, Operation>;
