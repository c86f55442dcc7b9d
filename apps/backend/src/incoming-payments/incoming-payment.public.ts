import type { Amount } from '@tapmesh/events';
import { toAmount } from '../money.js';
import type { WalletAddress } from '../wallet-addresses/wallet-address.js';
import { incomingPaymentUrl } from './incoming-payment.url.js';
import { receivedBy, type IncomingPayment } from './incoming-payment.js';

/** Open Payments' incoming payment, without what only its owner may know. */
export interface PublicIncomingPayment {
  id: string;
  walletAddress: string;
  incomingAmount?: Amount;
  receivedAmount: Amount;
  completed: boolean;
  createdAt: string;
  expiresAt: string;
}

export function toPublic(
  payment: IncomingPayment,
  { walletAddress, baseUrl }: { walletAddress: WalletAddress; baseUrl: string },
): PublicIncomingPayment {
  const { asset, incomingAmount } = payment;
  return {
    id: incomingPaymentUrl(baseUrl, payment.id),
    walletAddress: walletAddress.url,
    ...(incomingAmount === undefined ? {} : { incomingAmount: toAmount(incomingAmount, asset) }),
    receivedAmount: toAmount(receivedBy(payment), asset),
    completed: payment.status === 'COMPLETED',
    createdAt: payment.createdAt.toISOString(),
    expiresAt: payment.expiresAt.toISOString(),
  };
}
