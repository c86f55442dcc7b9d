import type { NewCardPayment } from '../card-payments/new-card-payment.js';
import type { ForeignRequest } from './foreign-request.js';

/** What a new payment asks of a card service of others; nothing where ours is asked. */
export function foreignRequests(
  { terms, receiver, signature, payload, foreignCardService }: NewCardPayment,
  backendUrl: string,
): ForeignRequest[] {
  if (foreignCardService === undefined) return [];
  const { requestId, amount, incomingPaymentId, senderWalletAddress, deadline, timestamp } = terms;
  return [
    {
      requestId,
      cardService: foreignCardService,
      incomingPaymentId,
      tenantId: receiver.tenantId,
      deadline,
      body: {
        requestId,
        signature,
        payload,
        amount: { ...amount, value: amount.value.toString() },
        senderWalletAddress,
        incomingPaymentUrl: `${backendUrl}/incoming-payments/${incomingPaymentId}`,
        timestamp: timestamp.getTime(),
      },
    },
  ];
}
