import { RefusalCode } from '@tapmesh/events';
import type { WithdrawalRefusal } from './withdrawal.js';

export const refusalCodes: Readonly<Record<WithdrawalRefusal, RefusalCode>> = {
  UNKNOWN_PAYMENT: RefusalCode.UnknownPayment,
  // Nothing may be taken out yet: to the asker the same as nothing being there.
  PAYMENT_NOT_FINISHED: RefusalCode.InsufficientBalance,
  NOTHING_LEFT: RefusalCode.InsufficientBalance,
  ID_REUSED: RefusalCode.IdReused,
  UNKNOWN_WITHDRAWAL: RefusalCode.UnknownWithdrawal,
  NOT_PENDING: RefusalCode.WithdrawalNotPending,
};
