/** Why the sending ASE cancelled a payment that a card initiated. Rafiki's names where it has one. */
export enum CancelReason {
  InsufficientFunds = 'insufficient_funds',
  InvalidSignature = 'invalid_signature',
  CardBlocked = 'card_blocked',
  LimitExceeded = 'limit_exceeded',
  AccountClosed = 'account_closed',
  InvalidRequest = 'invalid_request',
  /** None of these: the ASE says in its own words. */
  Other = 'other',
  /** The backend's own: nobody decided before the deadline. */
  DecisionTimeout = 'decision_timeout',
}

/** Rafiki's `cardPaymentFailureReason`: what a card service made for Rafiki understands. */
export enum CardPaymentFailureReason {
  InvalidSignature = 'invalid_signature',
  InvalidRequest = 'invalid_request',
}

/** Why the backend refused a command. A refused command has changed nothing. */
export enum RefusalCode {
  InvalidMessage = 'invalid_message',
  DeadlinePassed = 'deadline_passed',
  UnknownTenant = 'unknown_tenant',
  UnknownWalletAddress = 'unknown_wallet_address',
  InactiveWalletAddress = 'inactive_wallet_address',
  UnknownPayment = 'unknown_payment',
  UnknownWithdrawal = 'unknown_withdrawal',
  AssetMismatch = 'asset_mismatch',
  AmountMismatch = 'amount_mismatch',
  InvalidAmount = 'invalid_amount',
  /** Of what would be debited nothing would arrive. */
  NothingArrives = 'nothing_arrives',
  /** The assets differ, and no rate between them is known that is fresh enough. */
  RateUnavailable = 'rate_unavailable',
  /** The same id or request id was used before with other content. */
  IdReused = 'id_reused',
  /** The incoming payment is taken by another payer, or no longer pending. */
  IncomingPaymentNotPending = 'incoming_payment_not_pending',
  IncomingPaymentReserved = 'incoming_payment_reserved',
  AlreadyApproved = 'already_approved',
  /** A fund that comes again: the money is booked, the hold must stay until the payment's end. */
  AlreadyFunded = 'already_funded',
  AlreadyCancelled = 'already_cancelled',
  AlreadyFailed = 'already_failed',
  QuoteExpired = 'quote_expired',
  InsufficientBalance = 'insufficient_balance',
  /** The sending ASE's liquidity in the receiver's asset does not suffice for the conversion. */
  InsufficientLiquidity = 'insufficient_liquidity',
  WithdrawalNotPending = 'withdrawal_not_pending',
  /** The command could not be handled and lies in the dead-letter topic. */
  InternalError = 'internal_error',
}

/** What a terminal may be told as the reason of `declined`. */
export type DeclineReason = CancelReason | RefusalCode;
