import { cardPaymentFailureReasons } from '../decisions/decision.js';
import type { BackendRequest } from './backend-request.js';

export interface AdminRequest {
  query: string;
  variables: object;
}

const DEPOSIT = `mutation ($input: DepositOutgoingPaymentLiquidityInput!) {
  depositOutgoingPaymentLiquidity(input: $input) { success }
}`;

const CANCEL = `mutation ($input: CancelOutgoingPaymentInput!) {
  cancelOutgoingPayment(input: $input) { payment { id } }
}`;

const WITHDRAW = `mutation ($input: CreateIncomingPaymentWithdrawalInput!) {
  createIncomingPaymentWithdrawal(input: $input) { success }
}`;

const LOOK = `query ($id: String!) {
  outgoingPayment(id: $id) {
    state
    debitAmount { value assetCode assetScale }
    sentAmount { value assetCode assetScale }
  }
}`;

/** What is asked, as Rafiki's Admin API has it. Keys follow from the payment, so that a repeat is none. */
export function adminRequest({ paymentId, ask }: BackendRequest): AdminRequest {
  switch (ask.verdict) {
    case 'fund':
      return {
        query: DEPOSIT,
        variables: { input: { outgoingPaymentId: paymentId, idempotencyKey: paymentId } },
      };
    case 'cancel': {
      const cardPaymentFailureReason = cardPaymentFailureReasons[ask.reason];
      const input = { id: paymentId, reason: ask.reason, cardPaymentFailureReason };
      return { query: CANCEL, variables: { input } };
    }
    case 'withdraw':
      return {
        query: WITHDRAW,
        variables: {
          input: { incomingPaymentId: paymentId, idempotencyKey: paymentId, timeoutSeconds: 0 },
        },
      };
    case 'look':
      return { query: LOOK, variables: { id: paymentId } };
    default:
      return unknownAsk(ask);
  }
}

function unknownAsk(ask: never): never {
  throw new Error(`no such request: ${JSON.stringify(ask)}`);
}
