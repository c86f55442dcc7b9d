import { answerOf } from '../answers/terminal-answer.js';
import { isFinal, type CardPayment } from '../card-payments/card-payment.js';
import type { Page } from './payment-history.js';

/**
 * A card payment as it stands, for the merchant that it belongs to: what its terminal asked for and was
 * told. The payer's side, its outgoing payment, is not the merchant's to know.
 */
export function paymentView(payment: CardPayment): object {
  const { amount } = payment;
  return {
    requestId: payment.requestId,
    status: payment.status,
    ...outcomeOf(payment),
    amount: {
      value: amount.value.toString(),
      assetCode: amount.assetCode,
      assetScale: amount.assetScale,
    },
    senderWalletAddress: payment.senderWalletAddress,
    receiverWalletAddress: payment.receiverWalletAddress,
    incomingPaymentId: payment.incomingPaymentId,
    timestamp: payment.timestamp.getTime(),
    deadline: payment.deadline.toISOString(),
    createdAt: payment.createdAt.toISOString(),
  };
}

export function pageView({ payments, hasNextPage, hasPreviousPage }: Page): object {
  return {
    result: payments.map(paymentView),
    pagination: {
      startCursor: payments[0]?.incomingPaymentId,
      endCursor: payments.at(-1)?.incomingPaymentId,
      hasNextPage,
      hasPreviousPage,
    },
  };
}

function outcomeOf(payment: CardPayment): object {
  if (!isFinal(payment)) return {};
  const answer = answerOf(payment);
  return {
    result: { code: answer.code, ...('reason' in answer ? { reason: answer.reason } : {}) },
    decidedAt: payment.decidedAt.toISOString(),
  };
}
