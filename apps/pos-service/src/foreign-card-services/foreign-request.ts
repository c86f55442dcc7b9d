/** What a card service of others is asked; kept until the payment has its end, so that a kill loses nothing. */
export interface ForeignRequest {
  requestId: string;
  /** As the sender's wallet address names it. */
  cardService: string;
  incomingPaymentId: string;
  /** The receiver's ASE, in whose name the incoming payment was made. */
  tenantId: string;
  body: ForeignRequestBody;
  deadline: Date;
}

/** The body of `POST /payment`, as Rafiki's card service reads it. */
export interface ForeignRequestBody {
  requestId: string;
  signature: string;
  payload: string;
  amount: { value: string; assetCode: string; assetScale: number };
  senderWalletAddress: string;
  incomingPaymentUrl: string;
  timestamp: number;
}

/**
 * `WAITING` until the incoming payment exists; `ASKING` until there is an answer; `ANSWERED` that it is
 * approved, which the backend's fact is to confirm; `CLOSING` once the incoming payment is to be closed.
 */
export type ForeignRequestState = 'WAITING' | 'ASKING' | 'ANSWERED' | 'CLOSING';

/** What was heard from the card service. Only `declined` can end the payment, and not by itself. */
export type ForeignAnswer =
  | { kind: 'approved' }
  | { kind: 'declined'; reason: string }
  /** No answer, or one that says nothing of this payment: it is asked again with the same id. */
  | { kind: 'unclear'; why: string };
