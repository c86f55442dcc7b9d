/** Whoever asked over HTTP waits at its connection for the stored answer: no message tells it. */
export const AT_CONNECTION = 'at_connection' as const;

/** Where an answer goes: a partition of `card-answers`, any of them (`null`), or a connection. */
export type ReplyTo = number | null | typeof AT_CONNECTION;

/** What is known of a card payment from the moment that it was asked for. */
interface Asked {
  /** The terminal's id of the request: the same id is the same payment. */
  requestId: string;
  /** Made here, so that nobody waits for the backend to learn it. */
  outgoingPaymentId: string;
  /**
   * A digest of what was asked, to tell a repeat from a request id that is used twice; `null` where
   * nobody could read or handle what was asked.
   */
  contentDigest: string | null;
  deadline: Date;
  /** Where the terminal waits, as the last asker said. */
  replyTo: ReplyTo;
}

/** A card payment as the card service sees it, decided by the backend's facts alone. */
export type CardPayment =
  | (Asked & { status: 'REQUESTED' })
  | (Asked & { status: 'APPROVED' })
  | (Asked & { status: 'DECLINED'; reason: string });

export type FinalCardPayment = Exclude<CardPayment, { status: 'REQUESTED' }>;

export function isFinal(payment: CardPayment): payment is FinalCardPayment {
  return payment.status !== 'REQUESTED';
}

export type CardPaymentStatus = CardPayment['status'];

/** The POS service asks, once or again. */
export interface RequestPayment extends Asked {
  type: 'request';
  contentDigest: string;
}

/** The POS service asked, and its question ended in the dead letters. */
export interface RejectRequest extends Asked {
  type: 'reject';
  contentDigest: null;
  reason: string;
}

/** The backend says that the payment is funded. */
export interface ApprovePayment {
  type: 'approve';
  requestId: string;
  outgoingPaymentId: string;
}

/** The backend says that the payment is cancelled, or that it never came to be. */
export interface DeclinePayment {
  type: 'decline';
  requestId: string;
  outgoingPaymentId: string;
  reason: string;
}

export type Verdict = ApprovePayment | DeclinePayment;
export type CardPaymentCommand = RequestPayment | RejectRequest | Verdict;

export type CardPaymentChange =
  | { type: 'requested'; payment: Asked }
  /** Declined before it was begun. */
  | { type: 'rejected'; payment: Asked; reason: string }
  /** The terminal waits elsewhere now. */
  | { type: 'reply_redirected'; replyTo: number | null }
  | { type: 'approved' }
  | { type: 'declined'; reason: string }
  /** Asked again after the answer: nothing changes, the asker hears it once more. */
  | { type: 'answer_repeated'; replyTo: ReplyTo };

/** Why a command changed nothing. */
export type CardPaymentRefusal =
  /** Nobody asked for this payment here. */
  | 'unknown_request'
  /** The request id was used before for something else: the first stands. */
  | 'content_differs'
  /** The word is about another outgoing payment than the one made for this request. */
  | 'other_payment'
  /** The answer was given and a different one came: the first stands. */
  | 'already_answered';

export type Decision =
  | { accepted: true; changes: CardPaymentChange[] }
  | { accepted: false; refusal: CardPaymentRefusal };
