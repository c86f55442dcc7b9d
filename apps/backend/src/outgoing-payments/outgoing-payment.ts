import type {
  CancelReason,
  CardDetails,
  CardPaymentFailureReason,
  InitiatedBy,
} from '@tapmesh/events';
import type { Conversion } from '../liquidity/liquidity.js';
import { sameAsset, type Asset } from '../money.js';

/** A card's payment must be decided by its deadline; any other while its quote holds. */
export type OutgoingPaymentOrigin =
  | { initiatedBy: InitiatedBy.Card; cardDetails: CardDetails; deadline: Date }
  | { initiatedBy: InitiatedBy.OpenPayments | InitiatedBy.Admin };

export interface OutgoingPaymentTerms {
  id: string;
  tenantId: string;
  walletAddressId: string;
  incomingPaymentId: string;
  /** The incoming payment's URL. */
  receiver: string;
  /** The sender's, in which `debit` and `fee` are. */
  asset: Asset;
  /** What the sender pays: the fee, and what is sent. */
  debit: bigint;
  /** The sending fee. */
  fee: bigint;
  /** The receiver's: what is sent is converted where it is another. */
  receiveAsset: Asset;
  receive: bigint;
  origin: OutgoingPaymentOrigin;
  createdAt: Date;
  /** The last moment to decide: a card payment's deadline, else the end of the quote. */
  decideBy: Date;
  metadata?: Record<string, unknown>;
  /** Counts the transitions: the `sequence` of the facts. */
  version: number;
}

/** What the sending bank's liquidity gives and takes for it; nothing within one asset. */
export function conversionOf(payment: OutgoingPaymentTerms): Conversion | undefined {
  const { tenantId, asset, receiveAsset, debit, fee, receive } = payment;
  if (sameAsset(asset, receiveAsset)) return undefined;
  return {
    tenantId,
    given: { assetId: asset.id, amount: debit - fee },
    taken: { assetId: receiveAsset.id, amount: receive },
  };
}

export interface Cancellation {
  reason: CancelReason;
  /** The bank's own words. */
  detail?: string;
  cardPaymentFailureReason?: CardPaymentFailureReason;
}

export type FundingOutgoingPayment = OutgoingPaymentTerms & { status: 'FUNDING' };
export type SendingOutgoingPayment = OutgoingPaymentTerms & { status: 'SENDING'; fundedAt: Date };
export type CompletedOutgoingPayment = OutgoingPaymentTerms & {
  status: 'COMPLETED';
  fundedAt: Date;
  completedAt: Date;
};
export type CancelledOutgoingPayment = OutgoingPaymentTerms & {
  status: 'CANCELLED';
  cancelledAt: Date;
  cancellation: Cancellation;
};
/** Failed in `SENDING` where `fundedAt` is set: then what was funded goes back to the ASE. */
export type FailedOutgoingPayment = OutgoingPaymentTerms & {
  status: 'FAILED';
  failedAt: Date;
  error: string;
  fundedAt?: Date;
};

export type OutgoingPayment =
  | FundingOutgoingPayment
  | SendingOutgoingPayment
  | CompletedOutgoingPayment
  | CancelledOutgoingPayment
  | FailedOutgoingPayment;

export type OutgoingPaymentCommand =
  | { type: 'fund' }
  | ({ type: 'cancel' } & Cancellation)
  /** Everything has arrived at the receiver. */
  | { type: 'complete' }
  /** It cannot be delivered. */
  | { type: 'fail'; error: string }
  /** Nobody decided in time. */
  | { type: 'expire' };

export type OutgoingPaymentChange =
  | { type: 'funded'; at: Date }
  | { type: 'completed'; at: Date }
  | { type: 'cancelled'; at: Date; cancellation: Cancellation }
  | { type: 'failed'; at: Date; error: string };

export type OutgoingPaymentRefusal =
  | 'DEADLINE_PASSED'
  | 'QUOTE_EXPIRED'
  | 'ALREADY_FUNDED'
  | 'ALREADY_CANCELLED'
  | 'ALREADY_FAILED'
  | 'NOT_FUNDED'
  | 'ALREADY_COMPLETED'
  | 'NOT_DUE';
