/** Why an amount was given back to its account without being spent. */
export enum ReleaseReason {
  /** `outgoing_payment.expired`: nobody decided in time, or too late. */
  Expired = 'expired',
  /** `outgoing_payment.failed`, with nothing sent. */
  Failed = 'failed',
  /** The backend refused the bank's fund. */
  FundRefused = 'fund_refused',
}

/** What the bank has set aside for one outgoing payment. */
export type Hold =
  /** Nothing is known of the payment. */
  | { status: 'NONE' }
  | { status: 'HELD'; amount: bigint }
  /** The payment was seen, and declined: nothing is set aside for it. */
  | { status: 'NOT_HELD'; amount: bigint }
  /** The payment was sent: the amount has left the account. */
  | { status: 'SETTLED'; amount: bigint }
  | { status: 'RELEASED'; amount: bigint; reason: ReleaseReason };

export type HoldStatus = Hold['status'];

export type HoldCommand =
  | { type: 'place'; amount: bigint; available: bigint }
  | { type: 'pass'; amount: bigint }
  /** The backend's word that the payment was sent. */
  | { type: 'settle'; amount: bigint }
  | { type: 'release'; amount: bigint; reason: ReleaseReason };

/** `freed` is what was set aside until now: 0 where the end came before the beginning. */
export type HoldEvent =
  | { type: 'placed'; amount: bigint }
  | { type: 'passed'; amount: bigint }
  | { type: 'settled'; amount: bigint; freed: bigint }
  | { type: 'released'; amount: bigint; freed: bigint; reason: ReleaseReason };

export type HoldRefusal = 'ALREADY_SEEN' | 'ALREADY_SETTLED' | 'NOTHING_HELD' | 'NOT_COVERED';

export type HoldOutcome = { event: HoldEvent } | { refused: HoldRefusal };

/** What an event does to its account. */
export interface AccountChange {
  balance: bigint;
  held: bigint;
}
