import {
  accountOf,
  feeBookingOf,
  type FeeBooking,
} from '../incoming-payments/incoming-payment.transfers.js';
import { derivedAccount } from '../ledger/derived-account.js';
import type { NewAccount, Transfer } from '../ledger/ledger.js';
import { liquidityAccounts } from '../liquidity/liquidity.js';
import { conversionOf } from './outgoing-payment.js';
import type { PaymentAndReceiver } from './payment-and-receiver.js';

export interface Booking {
  transfers: Transfer[];
  /** Every account that the transfers touch. */
  accounts: NewAccount[];
}

/**
 * A funded payment's money, `incoming` as it is afterwards: from its bank's settlement account through
 * its own to the receiver's. On the way it leaves the sending fee, is converted by the sending bank's
 * liquidity where the assets differ, and leaves the receiving fee where this completed the receiver.
 */
export function bookingOf(pair: PaymentAndReceiver, newId: () => string): Booking {
  const { outgoing, incoming } = pair;
  const debited = { tenantId: outgoing.tenantId, assetId: outgoing.asset.id };
  const settlement = derivedAccount('SETTLEMENT', debited);
  const payment: NewAccount = { id: outgoing.id, kind: 'OUTGOING_PAYMENT', ...debited };
  const receiver = accountOf(incoming);
  const steps: Step[] = [
    { kind: 'FUND', from: settlement, to: payment, amount: outgoing.debit },
    { kind: 'FEE', from: payment, to: derivedAccount('FEE', debited), amount: outgoing.fee },
    ...sending(pair, payment, receiver),
  ];
  const kept = feeBookingOf(incoming, newId());
  return booked(
    steps.filter(({ amount }) => amount > 0n),
    { paymentId: outgoing.id, newId, kept },
  );
}

interface Step {
  kind: Transfer['kind'];
  from: NewAccount;
  to: NewAccount;
  amount: bigint;
}

function sending(
  { outgoing }: PaymentAndReceiver,
  payment: NewAccount,
  receiver: NewAccount,
): Step[] {
  const conversion = conversionOf(outgoing);
  if (conversion === undefined) {
    return [{ kind: 'SEND', from: payment, to: receiver, amount: outgoing.receive }];
  }
  const { given, taken } = conversion;
  const [taking, giving] = liquidityAccounts(conversion);
  return [
    { kind: 'CONVERSION', from: payment, to: taking, amount: given.amount },
    { kind: 'SEND', from: giving, to: receiver, amount: taken.amount },
  ];
}

/** Those that other payments' bookings touch too: no payment's row guards them. */
export function sharedAccounts({ outgoing, incoming }: PaymentAndReceiver): NewAccount[] {
  const debited = { tenantId: outgoing.tenantId, assetId: outgoing.asset.id };
  const credited = { tenantId: incoming.tenantId, assetId: incoming.asset.id };
  const conversion = conversionOf(outgoing);
  return [
    derivedAccount('SETTLEMENT', debited),
    ...(outgoing.fee > 0n ? [derivedAccount('FEE', debited)] : []),
    ...(incoming.receivingFee === undefined ? [] : [derivedAccount('FEE', credited)]),
    ...(conversion === undefined ? [] : liquidityAccounts(conversion)),
  ];
}

interface Booked {
  paymentId: string;
  newId: () => string;
  kept?: FeeBooking;
}

function booked(steps: Step[], { paymentId, newId, kept }: Booked): Booking {
  const touched = [...steps.flatMap(({ from, to }) => [from, to]), ...(kept?.accounts ?? [])];
  const transfers = steps.map(({ kind, from, to, amount }) => ({
    id: newId(),
    kind,
    amount,
    assetId: from.assetId,
    paymentId,
    debitAccountId: from.id,
    creditAccountId: to.id,
  }));
  return {
    accounts: [...new Map(touched.map((account) => [account.id, account])).values()],
    transfers: kept === undefined ? transfers : [...transfers, kept.transfer],
  };
}
