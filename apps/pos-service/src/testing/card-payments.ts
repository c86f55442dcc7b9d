import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type {
  ApprovedCardPayment,
  CardPaymentTerms,
  DeclinedCardPayment,
  RequestedCardPayment,
} from '../card-payments/card-payment.js';

/** A payment's terms; a test says only what matters to it. */
export function terms(differing: Partial<CardPaymentTerms> = {}): CardPaymentTerms {
  return {
    requestId: uuidv7(),
    merchantId: uuidv7(),
    amount: { value: 1_000n, assetCode: 'USD', assetScale: 2 },
    senderWalletAddress: 'http://backend.test/accounts/alice',
    receiverWalletAddress: 'http://backend.test/accounts/corner-shop',
    incomingPaymentId: uuidv7(),
    timestamp: new Date('2026-01-01T00:00:00Z'),
    deadline: new Date('2026-01-01T00:00:10Z'),
    createdAt: new Date('2026-01-01T00:00:00Z'),
    contentHash: createHash('sha256').update('content').digest(),
    ...differing,
  };
}

export function requested(differing: Partial<CardPaymentTerms> = {}): RequestedCardPayment {
  return { ...terms(differing), status: 'REQUESTED' };
}

export function approved(differing: Partial<ApprovedCardPayment> = {}): ApprovedCardPayment {
  return {
    ...terms(),
    outgoingPaymentId: uuidv7(),
    decidedAt: new Date('2026-01-01T00:00:01Z'),
    ...differing,
    status: 'APPROVED',
  };
}

export function declined(differing: Partial<DeclinedCardPayment> = {}): DeclinedCardPayment {
  return {
    ...terms(),
    reason: 'insufficient_funds',
    decidedAt: new Date('2026-01-01T00:00:01Z'),
    ...differing,
    status: 'DECLINED',
  };
}
