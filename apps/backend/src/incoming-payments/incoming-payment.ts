import type { InitiatedBy } from '@tapmesh/events';
import { keptOf, type FeeTerms } from '../fees/fee.js';
import type { Asset } from '../money.js';

/**
 * A card's payment is bound to one request of a terminal, which must be answered by the deadline. One
 * that was made over the Admin API knows its deadline alone: whose terminal waits is its maker's matter.
 */
export type IncomingPaymentOrigin =
  | { initiatedBy: InitiatedBy.Card; requestId?: string; deadline: Date }
  | { initiatedBy: InitiatedBy.OpenPayments | InitiatedBy.Admin };

export interface IncomingPaymentTerms {
  id: string;
  tenantId: string;
  walletAddressId: string;
  asset: Asset;
  /** What is to be received; without it the payment takes whatever comes. */
  incomingAmount?: bigint;
  /** What its ASE keeps of what was received, as it stood when the payment was made. */
  receivingFee?: FeeTerms;
  origin: IncomingPaymentOrigin;
  createdAt: Date;
  expiresAt: Date;
  approvedAt?: Date;
  /** As its maker told it; nobody checks it. */
  senderWalletAddress?: string;
  /** The tenant that had it made at another tenant's wallet address, as a receiver. */
  askedBy?: string;
  metadata?: Record<string, unknown>;
  /** Counts the transitions: the `sequence` of the facts. */
  version: number;
}

export type PendingIncomingPayment = IncomingPaymentTerms & { status: 'PENDING' };
export type ProcessingIncomingPayment = IncomingPaymentTerms & {
  status: 'PROCESSING';
  received: bigint;
};
export type CompletedIncomingPayment = IncomingPaymentTerms & {
  status: 'COMPLETED';
  received: bigint;
  completedAt: Date;
};
/** Closed before it was complete: by time, or, then with `cancelledAt`, because somebody said so. */
export type ExpiredIncomingPayment = IncomingPaymentTerms & {
  status: 'EXPIRED';
  received: bigint;
  cancelledAt?: Date;
  cancellationReason?: string;
};

export type IncomingPayment =
  | PendingIncomingPayment
  | ProcessingIncomingPayment
  | CompletedIncomingPayment
  | ExpiredIncomingPayment;

export type IncomingPaymentCommand =
  | { type: 'receive'; amount: bigint }
  | { type: 'approve' }
  | { type: 'cancel'; reason?: string }
  | { type: 'complete' }
  /** The card payment that was to pay it was cancelled. */
  | { type: 'close'; reason: string }
  /** Its time is over. */
  | { type: 'expire' };

export type IncomingPaymentChange =
  | { type: 'partly_received'; amount: bigint }
  | { type: 'approved'; at: Date }
  /** `received`: what came with it; 0 when it is completed by hand. */
  | { type: 'completed'; received: bigint; at: Date }
  | { type: 'cancelled'; at: Date; reason?: string }
  | { type: 'expired' };

export type IncomingPaymentRefusal =
  | 'NOT_PENDING'
  | 'ALREADY_APPROVED'
  | 'ALREADY_CANCELLED'
  | 'WRONG_AMOUNT'
  | 'MADE_FOR_A_CARD'
  | 'NOT_DUE';

export function receivedBy(payment: IncomingPayment): bigint {
  return payment.status === 'PENDING' ? 0n : payment.received;
}

/** The receiving fee, which is taken at completion, and of the whole: what expires with a part pays none. */
export function feeKeptOf(payment: IncomingPayment): bigint {
  return payment.status === 'COMPLETED' ? keptOf(payment.received, payment.receivingFee) : 0n;
}
