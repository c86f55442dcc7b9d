import { RefusalCode } from '@tapmesh/events';
import type { IncomingPaymentRefusal } from './incoming-payment.js';

/** What an asker is told; only the sweep asks for what is not due. */
export const refusalCodes: Record<IncomingPaymentRefusal, RefusalCode> = {
  NOT_PENDING: RefusalCode.IncomingPaymentNotPending,
  ALREADY_APPROVED: RefusalCode.AlreadyApproved,
  ALREADY_CANCELLED: RefusalCode.AlreadyCancelled,
  WRONG_AMOUNT: RefusalCode.AmountMismatch,
  MADE_FOR_A_CARD: RefusalCode.IncomingPaymentReserved,
  NOT_DUE: RefusalCode.InternalError,
};
