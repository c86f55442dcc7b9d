import { accept, refuse, unreachable, type Decision } from '../decision.js';
import type {
  Settle,
  Withdraw,
  WithdrawablePayment,
  Withdrawal,
  WithdrawalRefusal,
} from './withdrawal.js';

/** What a withdrawal is decided by. */
export interface Source {
  /** Left out where there is no payment of that id. */
  payment?: WithdrawablePayment;
  /** What is posted in the payment's account and not reserved. */
  available: bigint;
  /** Where the id is taken. */
  taken?: Taken;
}

export interface Taken {
  /** That it withdrew from; none if it is no withdrawal's id. */
  paymentId?: string;
  /** What it reserved was given back. */
  voided?: boolean;
}

export type Withdrawn =
  | { type: 'reserved'; amount: bigint; timeoutSeconds: number }
  | { type: 'withdrawn'; amount: bigint };

/** Everything that is available, or nothing: as Rafiki's withdrawals, which name no amount. */
export function decideWithdrawal(
  { payment, available, taken }: Source,
  { tenantId, timeoutSeconds }: Withdraw,
): Decision<Withdrawn, WithdrawalRefusal> {
  if (payment === undefined || payment.tenantId !== tenantId) return refuse('UNKNOWN_PAYMENT');
  if (taken !== undefined) {
    if (taken.paymentId !== payment.id) return refuse('ID_REUSED');
    // A repeat of what was done is done; what was undone since is not, and nobody may believe it.
    return taken.voided === true ? refuse('NOT_PENDING') : accept();
  }
  if (!payment.finished) return refuse('PAYMENT_NOT_FINISHED');
  if (available <= 0n) return refuse('NOTHING_LEFT');
  return accept(
    timeoutSeconds === 0
      ? { type: 'withdrawn', amount: available }
      : { type: 'reserved', amount: available, timeoutSeconds },
  );
}

export type Settled = { type: 'posted' } | { type: 'voided' };

/** The second phase. What is not posted in time is as good as voided, before the sweep comes by too. */
export function decideSettlement(
  withdrawal: Withdrawal | undefined,
  { type, tenantId }: Settle,
  now: Date,
): Decision<Settled, WithdrawalRefusal> {
  if (withdrawal === undefined || withdrawal.tenantId !== tenantId) {
    return refuse('UNKNOWN_WITHDRAWAL');
  }
  switch (withdrawal.status) {
    case 'PENDING':
      if (now >= withdrawal.expiresAt) return refuse('NOT_PENDING');
      return accept({ type: type === 'post' ? 'posted' : 'voided' });
    case 'POSTED':
    case 'VOIDED':
      return refuse('NOT_PENDING');
    default:
      return unreachable(withdrawal);
  }
}
