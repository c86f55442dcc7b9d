import type { NewAccount, Transfer } from '../ledger/ledger.js';
import { settlementAccount } from '../ledger/settlement-account.js';
import type { PaymentAndReceiver } from './payment-and-receiver.js';

export interface Booking {
  transfers: Transfer[];
  accounts: NewAccount[];
}

/** A funded payment's money: from its bank's settlement account through its own to the receiver's. */
export function bookingOf(
  { outgoing, incoming }: PaymentAndReceiver,
  newId: () => string,
): Booking {
  const assetId = outgoing.asset.id;
  const settlement = settlementAccount({ tenantId: outgoing.tenantId, assetId });
  const common = { amount: outgoing.debit, assetId, paymentId: outgoing.id };
  return {
    accounts: [
      settlement,
      { id: outgoing.id, kind: 'OUTGOING_PAYMENT', assetId, tenantId: outgoing.tenantId },
      { id: incoming.id, kind: 'INCOMING_PAYMENT', assetId, tenantId: incoming.tenantId },
    ],
    transfers: [
      {
        ...common,
        id: newId(),
        kind: 'FUND',
        debitAccountId: settlement.id,
        creditAccountId: outgoing.id,
      },
      {
        ...common,
        id: newId(),
        kind: 'SEND',
        amount: outgoing.receive,
        debitAccountId: outgoing.id,
        creditAccountId: incoming.id,
      },
    ],
  };
}
