import { RefusalCode } from '@tapmesh/events';
import type { PairRefusal } from './payment-and-receiver.js';

/** What an asker is told; only the sweep asks for what is not due. */
export const refusalCodes: Record<PairRefusal, RefusalCode> = {
  DEADLINE_PASSED: RefusalCode.DeadlinePassed,
  QUOTE_EXPIRED: RefusalCode.QuoteExpired,
  ALREADY_FUNDED: RefusalCode.AlreadyFunded,
  ALREADY_COMPLETED: RefusalCode.AlreadyFunded,
  ALREADY_CANCELLED: RefusalCode.AlreadyCancelled,
  ALREADY_FAILED: RefusalCode.AlreadyFailed,
  RECEIVER_NOT_PENDING: RefusalCode.IncomingPaymentNotPending,
  RECEIVER_TAKES_LESS: RefusalCode.AmountMismatch,
  INSUFFICIENT_LIQUIDITY: RefusalCode.InsufficientLiquidity,
  NOT_FUNDED: RefusalCode.InternalError,
  NOT_DUE: RefusalCode.InternalError,
};
