import { isObject, isUuid } from './payment-body.js';

export interface CardWebhook {
  id: string;
  type: 'outgoing_payment.funded' | 'outgoing_payment.cancelled';
  data: {
    id: string;
    cardDetails: { requestId: string };
    metadata?: { cardPaymentFailureReason?: 'invalid_signature' | 'invalid_request' };
  };
}

const TYPES: readonly unknown[] = ['outgoing_payment.funded', 'outgoing_payment.cancelled'];
const REASONS: readonly unknown[] = [undefined, 'invalid_signature', 'invalid_request'];

/** What Rafiki's card service takes; it answers 400 to whatever else comes. */
export function isCardWebhook(body: unknown): body is CardWebhook {
  if (!isObject(body) || !isUuid(body.id) || !TYPES.includes(body.type)) return false;
  const { data } = body;
  if (!isObject(data) || !isUuid(data.id)) return false;
  const { cardDetails, metadata } = data;
  if (!isObject(cardDetails) || !isUuid(cardDetails.requestId)) return false;
  if (metadata === undefined) return true;
  return isObject(metadata) && REASONS.includes(metadata.cardPaymentFailureReason);
}
