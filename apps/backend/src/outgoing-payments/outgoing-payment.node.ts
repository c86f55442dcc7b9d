import type { OutgoingPayment as OutgoingPaymentType } from '../admin-api/schema.types.js';
import { toPayload } from './outgoing-payment.facts.js';
import type { OutgoingPayment } from './outgoing-payment.js';

/** What stands in the row; the rest is asked for field by field. Amounts are strings of digits here. */
export type OutgoingPaymentNode = Omit<
  OutgoingPaymentType,
  'debitAmount' | 'receiveAmount' | 'sentAmount' | 'quote' | 'tenant' | 'liquidity'
> &
  Pick<ReturnType<typeof toPayload>, 'debitAmount' | 'receiveAmount' | 'sentAmount'> & {
    tenantId: string;
  };

export function outgoingPaymentNode(payment: OutgoingPayment): OutgoingPaymentNode {
  const { debitAmount, receiveAmount, sentAmount, metadata, error } = toPayload(payment);
  return {
    id: payment.id,
    tenantId: payment.tenantId,
    walletAddressId: payment.walletAddressId,
    state: payment.status,
    error,
    stateAttempts: 0,
    receiver: payment.receiver,
    debitAmount,
    receiveAmount,
    sentAmount,
    metadata,
    createdAt: payment.createdAt.toISOString(),
  };
}
