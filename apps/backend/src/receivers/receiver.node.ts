import type { Receiver } from '../admin-api/schema.types.js';
import { toPayload } from '../incoming-payments/incoming-payment.facts.js';
import type { IncomingPayment } from '../incoming-payments/incoming-payment.js';
import type { toAmount } from '../money.js';

type AmountNode = ReturnType<typeof toAmount>;

/** Amounts are strings of digits here. */
export type ReceiverNode = Omit<Receiver, 'incomingAmount' | 'receivedAmount'> & {
  incomingAmount?: AmountNode;
  receivedAmount: AmountNode;
};

export interface Addresses {
  url: string;
  walletAddressUrl: string;
}

export function receiverNode(
  payment: IncomingPayment,
  { url, walletAddressUrl }: Addresses,
): ReceiverNode {
  const { incomingAmount, receivedAmount, completed } = toPayload(payment);
  return {
    id: url,
    walletAddressUrl,
    completed,
    incomingAmount,
    receivedAmount,
    expiresAt: payment.expiresAt.toISOString(),
    metadata: payment.metadata,
    createdAt: payment.createdAt.toISOString(),
  };
}
