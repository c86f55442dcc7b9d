import { RefusalCode } from '@tapmesh/events';
import { AdminApiError, type AdminApiErrorCode } from './admin-api.error.js';

type Told = [code: AdminApiErrorCode, message: string];

/** What the caller is told for each refusal; a new one does not compile until it stands here. */
const told: Record<RefusalCode, Told> = {
  [RefusalCode.InvalidMessage]: ['BAD_USER_INPUT', 'invalid input'],
  [RefusalCode.DeadlinePassed]: ['BAD_USER_INPUT', 'the deadline has passed'],
  [RefusalCode.UnknownTenant]: ['NOT_FOUND', 'unknown tenant'],
  [RefusalCode.UnknownWalletAddress]: ['NOT_FOUND', 'unknown wallet address'],
  [RefusalCode.InactiveWalletAddress]: ['INACTIVE', 'inactive wallet address'],
  [RefusalCode.UnknownPayment]: ['NOT_FOUND', 'unknown payment'],
  [RefusalCode.UnknownWithdrawal]: ['NOT_FOUND', 'unknown withdrawal'],
  [RefusalCode.AssetMismatch]: ['BAD_USER_INPUT', 'the amount is in another asset'],
  [RefusalCode.AmountMismatch]: ['BAD_USER_INPUT', 'the amount is not the one asked for'],
  [RefusalCode.InvalidAmount]: ['BAD_USER_INPUT', 'invalid amount'],
  [RefusalCode.NothingArrives]: ['BAD_USER_INPUT', 'of this amount nothing would arrive'],
  [RefusalCode.RateUnavailable]: [
    'INTERNAL_SERVER_ERROR',
    'could not convert between assets: no exchange rate is known that is fresh enough',
  ],
  [RefusalCode.IdReused]: ['CONFLICT', 'the id was used before with other content'],
  [RefusalCode.IncomingPaymentNotPending]: [
    'BAD_USER_INPUT',
    'the incoming payment takes nothing any more',
  ],
  [RefusalCode.IncomingPaymentReserved]: ['CONFLICT', 'the incoming payment has another payer'],
  [RefusalCode.AlreadyApproved]: ['FORBIDDEN', 'the payment was approved already'],
  [RefusalCode.AlreadyFunded]: ['CONFLICT', 'the payment was funded already'],
  [RefusalCode.AlreadyCancelled]: ['CONFLICT', 'the payment was cancelled already'],
  [RefusalCode.AlreadyFailed]: ['CONFLICT', 'the payment has failed'],
  [RefusalCode.QuoteExpired]: ['BAD_USER_INPUT', 'the quote has expired'],
  [RefusalCode.InsufficientBalance]: ['FORBIDDEN', 'insufficient balance'],
  [RefusalCode.InsufficientLiquidity]: [
    'FORBIDDEN',
    'the tenant’s liquidity does not suffice for the conversion',
  ],
  [RefusalCode.WithdrawalNotPending]: ['CONFLICT', 'the withdrawal is not pending'],
  [RefusalCode.InternalError]: ['INTERNAL_SERVER_ERROR', 'something went wrong on our side'],
};

/** Whether it is the error of this refusal. */
export function isRefusal(error: unknown, code: RefusalCode): boolean {
  return error instanceof AdminApiError && error.details.refusal === code;
}

export function refusalError(refusal: RefusalCode, detail?: string): AdminApiError {
  const [code, message] = told[refusal];
  return new AdminApiError(code, detail ?? message, { refusal });
}
