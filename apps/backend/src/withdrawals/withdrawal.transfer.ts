import type { NewAccount, StoredTransfer, Transfer } from '../ledger/ledger.js';
import { settlementAccount } from '../ledger/settlement-account.js';
import type { WithdrawablePayment, Withdrawal } from './withdrawal.js';

export interface WithdrawalBooking {
  transfer: Transfer;
  /** The bank's settlement account, which a receiving bank may not have yet. */
  settlement: NewAccount;
}

/** From the payment's account to its bank's settlement account. */
export function bookingOf(
  payment: WithdrawablePayment,
  { id, amount }: { id: string; amount: bigint },
): WithdrawalBooking {
  const { tenantId, assetId } = payment;
  const settlement = settlementAccount({ tenantId, assetId });
  return {
    settlement,
    transfer: {
      id,
      amount,
      assetId,
      kind: 'WITHDRAWAL',
      debitAccountId: payment.id,
      creditAccountId: settlement.id,
      paymentId: payment.id,
    },
  };
}

/** Nothing for a transfer that is no withdrawal: its id is taken all the same. */
export function toWithdrawal(transfer: StoredTransfer, tenantId: string): Withdrawal | undefined {
  const { id, kind, amount, state, expiresAt, debitAccountId: paymentId } = transfer;
  if (kind !== 'WITHDRAWAL') return undefined;
  const terms = { id, paymentId, tenantId, amount };
  if (state !== 'PENDING') return { ...terms, status: state };
  if (expiresAt === undefined) throw new Error(`pending transfer ${id} never expires`);
  return { ...terms, status: 'PENDING', expiresAt };
}
