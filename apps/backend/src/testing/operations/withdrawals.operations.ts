import { randomUUID } from 'node:crypto';
import type { Given } from './given.js';
import { refused, type Operation, type Variables } from './operation.js';

interface OfOne {
  name: string;
  type: string;
  /** The input's field that names what it is about, and how that comes to be. */
  field: string;
  make(of: Given): Promise<string>;
  more?: Variables;
  answers?: unknown;
}

function ofOne({
  name,
  type,
  field,
  make,
  more = {},
  answers = { success: true },
}: OfOne): Operation {
  const input = (id: string) => ({ input: { [field]: id, idempotencyKey: randomUUID(), ...more } });
  return {
    document: `mutation ($input: ${type}!) { ${name}(input: $input) { success } }`,
    given: async (of) => input(await make(of)),
    answers,
    another: 'NOT_FOUND',
    lacking: { given: () => input(randomUUID()), refused: 'NOT_FOUND' },
    otherwise: async (before, of) => ({ ...before, [field]: await make(of) }),
  };
}

export const withdrawals = {
  createIncomingPaymentWithdrawal: ofOne({
    name: 'createIncomingPaymentWithdrawal',
    type: 'CreateIncomingPaymentWithdrawalInput',
    field: 'incomingPaymentId',
    make: (of) => of.received(),
    more: { timeoutSeconds: 0 },
  }),
  /** What was funded is sent as a whole, at once: nothing is ever left. */
  createOutgoingPaymentWithdrawal: ofOne({
    answers: refused('FORBIDDEN'),
    name: 'createOutgoingPaymentWithdrawal',
    type: 'CreateOutgoingPaymentWithdrawalInput',
    field: 'outgoingPaymentId',
    make: (of) => of.sent(),
    more: { timeoutSeconds: 0 },
  }),
  postLiquidityWithdrawal: ofOne({
    name: 'postLiquidityWithdrawal',
    type: 'PostLiquidityWithdrawalInput',
    field: 'withdrawalId',
    make: (of) => of.withdrawal(),
  }),
  voidLiquidityWithdrawal: ofOne({
    name: 'voidLiquidityWithdrawal',
    type: 'VoidLiquidityWithdrawalInput',
    field: 'withdrawalId',
    make: (of) => of.withdrawal(),
  }),
  depositEventLiquidity: ofOne({
    name: 'depositEventLiquidity',
    type: 'DepositEventLiquidityInput',
    field: 'eventId',
    make: async (of) => of.event(await of.outgoingPayment(), 'outgoing_payment.created'),
  }),
  withdrawEventLiquidity: ofOne({
    name: 'withdrawEventLiquidity',
    type: 'WithdrawEventLiquidityInput',
    field: 'eventId',
    make: async (of) => of.event(await of.received(), 'incoming_payment.completed'),
  }),
  accountingTransfers: {
    document: `query ($id: String!, $limit: Int) { accountingTransfers(id: $id, limit: $limit) {
      debits { amount } credits { amount transferType state } } }`,
    given: async (of) => ({ id: await of.received() }),
    answers: {
      debits: [],
      credits: [{ amount: '1000', transferType: 'TRANSFER', state: 'POSTED' }],
    },
    another: { told: { debits: [], credits: [] } },
    lacking: { given: () => ({ id: randomUUID(), limit: 101 }), refused: 'BAD_USER_INPUT' },
  },
} satisfies Record<string, Operation>;
