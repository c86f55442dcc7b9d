import type { CardPaymentRequested } from '@tapmesh/events';
import { v7 as uuidv7 } from 'uuid';
import type { DeclinePayment, ApprovePayment, ReplyTo } from '../card-payments/card-payment.js';
import type { PaymentRequest } from '../card-payments/card-payments.repository.js';
import { contentDigest } from '../card-payments/request-content.js';

/** What a terminal asked; a test names only what matters to it. */
export function requestContent(
  differing: Partial<CardPaymentRequested> = {},
): CardPaymentRequested {
  return {
    requestId: uuidv7(),
    signature: 'c2lnbmF0dXJl',
    payload: 'cGF5bG9hZA==',
    amount: { value: '1000', assetCode: 'USD', assetScale: 2 },
    senderWalletAddress: 'http://backend.test/accounts/alice',
    receiverWalletAddress: 'http://backend.test/accounts/corner-shop',
    incomingPaymentId: uuidv7(),
    timestamp: 1_758_105_181_325,
    ...differing,
  };
}

export function paymentRequest(
  content: CardPaymentRequested = requestContent(),
  replyTo: ReplyTo = 0,
): PaymentRequest {
  return {
    command: {
      type: 'request',
      requestId: content.requestId,
      outgoingPaymentId: uuidv7(),
      contentDigest: contentDigest(content),
      deadline: new Date('2026-01-01T00:00:10Z'),
      replyTo,
    },
    content,
  };
}

export function approvalOf({ command }: PaymentRequest): ApprovePayment {
  const { requestId, outgoingPaymentId } = command;
  return { type: 'approve', requestId, outgoingPaymentId };
}

export function declineOf(
  { command }: PaymentRequest,
  reason = 'insufficient_funds',
): DeclinePayment {
  const { requestId, outgoingPaymentId } = command;
  return { type: 'decline', requestId, outgoingPaymentId, reason };
}
