import { derivedAccount } from '../ledger/derived-account.js';
import type { NewAccount, Transfer } from '../ledger/ledger.js';
import { feeKeptOf, type IncomingPayment } from './incoming-payment.js';

export interface FeeBooking {
  transfer: Transfer;
  accounts: NewAccount[];
}

/** The receiving fee: from the completed payment's account to its ASE's fees. Nothing where there is none. */
export function feeBookingOf(payment: IncomingPayment, id: string): FeeBooking | undefined {
  const amount = feeKeptOf(payment);
  if (amount === 0n) return undefined;
  const account = accountOf(payment);
  const fees = derivedAccount('FEE', account);
  return {
    accounts: [account, fees],
    transfer: {
      id,
      kind: 'FEE',
      amount,
      assetId: account.assetId,
      paymentId: payment.id,
      debitAccountId: account.id,
      creditAccountId: fees.id,
    },
  };
}

export function accountOf({ id, tenantId, asset }: IncomingPayment): NewAccount {
  return { id, kind: 'INCOMING_PAYMENT', tenantId, assetId: asset.id };
}
