import { CancelReason, RefusalCode, type DeclineReason, type FieldProblem } from '@tapmesh/events';
import type { FinalCardPayment } from '../card-payments/card-payment.js';

/** Everything that a terminal can be told about its request. */
export type TerminalAnswer =
  | { code: 'approved'; requestId: string }
  | { code: 'invalid_signature'; requestId: string }
  | { code: 'declined'; requestId: string; reason: string }
  | { code: 'invalid_request'; fields: FieldProblem[] }
  | { code: 'wrong_merchant' }
  | { code: 'unknown_wallet_address'; field: string }
  | { code: 'unknown_payment' }
  | { code: 'request_id_reused'; requestId: string }
  | { code: 'outcome_unknown'; requestId: string }
  | { code: 'too_busy' }
  | { code: 'unavailable'; message: string };

export type AnswerCode = TerminalAnswer['code'];

type ToldAs = { code: 'invalid_signature' } | { code: 'declined'; reason: DeclineReason };

const declined = (reason: DeclineReason): ToldAs => ({ code: 'declined', reason });

/** What the terminal is told for each reason; a new reason does not compile until it stands here. */
const toldAs: Record<DeclineReason, ToldAs> = {
  [CancelReason.InvalidSignature]: { code: 'invalid_signature' },
  [CancelReason.InsufficientFunds]: declined(CancelReason.InsufficientFunds),
  [CancelReason.CardBlocked]: declined(CancelReason.CardBlocked),
  [CancelReason.LimitExceeded]: declined(CancelReason.LimitExceeded),
  [CancelReason.AccountClosed]: declined(CancelReason.AccountClosed),
  [CancelReason.InvalidRequest]: declined(CancelReason.InvalidRequest),
  [CancelReason.Other]: declined(CancelReason.Other),
  [CancelReason.DecisionTimeout]: declined(CancelReason.DecisionTimeout),
  /** The command itself came too late: to the terminal the same as a decision that did not come. */
  [RefusalCode.DeadlinePassed]: declined(CancelReason.DecisionTimeout),
  [RefusalCode.InvalidMessage]: declined(RefusalCode.InvalidMessage),
  [RefusalCode.UnknownTenant]: declined(RefusalCode.UnknownTenant),
  [RefusalCode.UnknownWalletAddress]: declined(RefusalCode.UnknownWalletAddress),
  [RefusalCode.InactiveWalletAddress]: declined(RefusalCode.InactiveWalletAddress),
  [RefusalCode.UnknownPayment]: declined(RefusalCode.UnknownPayment),
  [RefusalCode.UnknownWithdrawal]: declined(RefusalCode.UnknownWithdrawal),
  [RefusalCode.AssetMismatch]: declined(RefusalCode.AssetMismatch),
  [RefusalCode.AmountMismatch]: declined(RefusalCode.AmountMismatch),
  [RefusalCode.InvalidAmount]: declined(RefusalCode.InvalidAmount),
  [RefusalCode.NothingArrives]: declined(RefusalCode.NothingArrives),
  [RefusalCode.RateUnavailable]: declined(RefusalCode.RateUnavailable),
  [RefusalCode.IdReused]: declined(RefusalCode.IdReused),
  [RefusalCode.IncomingPaymentNotPending]: declined(RefusalCode.IncomingPaymentNotPending),
  [RefusalCode.IncomingPaymentReserved]: declined(RefusalCode.IncomingPaymentReserved),
  [RefusalCode.AlreadyApproved]: declined(RefusalCode.AlreadyApproved),
  [RefusalCode.AlreadyFunded]: declined(RefusalCode.AlreadyFunded),
  [RefusalCode.AlreadyCancelled]: declined(RefusalCode.AlreadyCancelled),
  [RefusalCode.AlreadyFailed]: declined(RefusalCode.AlreadyFailed),
  [RefusalCode.QuoteExpired]: declined(RefusalCode.QuoteExpired),
  [RefusalCode.InsufficientBalance]: declined(RefusalCode.InsufficientBalance),
  [RefusalCode.InsufficientLiquidity]: declined(RefusalCode.InsufficientLiquidity),
  [RefusalCode.WithdrawalNotPending]: declined(RefusalCode.WithdrawalNotPending),
  [RefusalCode.InternalError]: declined(RefusalCode.InternalError),
};

/** What a final payment is to the terminal. */
export function answerOf(payment: FinalCardPayment): TerminalAnswer {
  const { requestId } = payment;
  if (payment.status === 'APPROVED') return { code: 'approved', requestId };
  if (!isKnown(payment.reason)) return { code: 'declined', requestId, reason: payment.reason };
  return { ...toldAs[payment.reason], requestId };
}

/** A newer card service may give a reason that this version has no word for: it goes through as it is. */
function isKnown(reason: string): reason is DeclineReason {
  return Object.hasOwn(toldAs, reason);
}
