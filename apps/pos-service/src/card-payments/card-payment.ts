/** A whole number of an asset's smallest unit. */
export interface Money {
  value: bigint;
  assetCode: string;
  assetScale: number;
}

/** What was asked for: fixed when the terminal's request is stored, the same in every status. */
export interface CardPaymentTerms {
  requestId: string;
  merchantId: string;
  amount: Money;
  senderWalletAddress: string;
  receiverWalletAddress: string;
  incomingPaymentId: string;
  /** The tap, by the terminal's clock. */
  timestamp: Date;
  deadline: Date;
  createdAt: Date;
  /** SHA-256 of what the terminal sent: tells a repeat from another payment under the same id. */
  contentHash: Buffer;
}

export interface RequestedCardPayment extends CardPaymentTerms {
  status: 'REQUESTED';
}

export interface ApprovedCardPayment extends CardPaymentTerms {
  status: 'APPROVED';
  /** Not known where the backend's word alone says so: the payer's card service is not ours. */
  outgoingPaymentId: string | undefined;
  decidedAt: Date;
}

export interface DeclinedCardPayment extends CardPaymentTerms {
  status: 'DECLINED';
  /** A `DeclineReason`; kept as text, for a newer card service may know more of them. */
  reason: string;
  decidedAt: Date;
}

export type FinalCardPayment = ApprovedCardPayment | DeclinedCardPayment;

/** A card payment as the POS service sees it: decided by the backend's facts, never by a clock. */
export type CardPayment = RequestedCardPayment | FinalCardPayment;

export function isFinal(payment: CardPayment): payment is FinalCardPayment {
  return payment.status !== 'REQUESTED';
}

/** What others say of a card payment. */
export type Verdict =
  | { type: 'approve'; requestId: string; outgoingPaymentId: string }
  | { type: 'decline'; requestId: string; reason: string }
  /** The backend's own word: the incoming payment is paid in full, by whomever. */
  | { type: 'receive'; requestId: string }
  /** The backend refused to make the incoming payment: nobody can have paid it. */
  | { type: 'refuse'; requestId: string; incomingPaymentId: string | undefined; code: string };

export type CardPaymentEvent =
  | { type: 'approved'; outgoingPaymentId: string | undefined }
  | { type: 'declined'; reason: string };
