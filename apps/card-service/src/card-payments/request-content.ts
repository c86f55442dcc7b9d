import { createHash } from 'node:crypto';
import type { CardPaymentRequested } from '@tapmesh/events';

/**
 * A digest of everything that was asked. A digest and not the content itself: the signed payload is
 * card data, and the backend keeps it already.
 */
export function contentDigest(request: CardPaymentRequested): string {
  const { amount } = request;
  const content = [
    request.signature,
    request.payload,
    amount.value,
    amount.assetCode,
    amount.assetScale,
    request.senderWalletAddress,
    request.receiverWalletAddress,
    request.incomingPaymentId,
    request.timestamp,
  ];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
