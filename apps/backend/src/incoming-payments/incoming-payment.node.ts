import type { IncomingPayment as IncomingPaymentType } from '../admin-api/schema.types.js';
import { toAmount } from '../money.js';
import { toPayload } from './incoming-payment.facts.js';
import type { IncomingPayment } from './incoming-payment.js';

type AmountNode = ReturnType<typeof toAmount>;

/** What stands in the row; the rest is asked for field by field. Amounts are strings of digits here. */
export type IncomingPaymentNode = Omit<
  IncomingPaymentType,
  'incomingAmount' | 'receivedAmount' | 'tenant' | 'liquidity'
> & { tenantId: string; incomingAmount?: AmountNode; receivedAmount: AmountNode };

export function incomingPaymentNode(payment: IncomingPayment, url: string): IncomingPaymentNode {
  const { incomingAmount, receivedAmount } = toPayload(payment);
  const cancelled = payment.status === 'EXPIRED' ? payment : undefined;
  return {
    id: payment.id,
    url,
    tenantId: payment.tenantId,
    walletAddressId: payment.walletAddressId,
    state: payment.status,
    expiresAt: payment.expiresAt.toISOString(),
    incomingAmount,
    receivedAmount,
    metadata: payment.metadata,
    createdAt: payment.createdAt.toISOString(),
    senderWalletAddress: payment.senderWalletAddress,
    cancelledAt: cancelled?.cancelledAt?.toISOString(),
    cancellationReason: cancelled?.cancellationReason,
  };
}
