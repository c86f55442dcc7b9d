import { CancelReason, CardPaymentFailureReason } from '@tapmesh/events';
import type { CancelOutgoingPaymentInput } from '../admin-api/schema.types.js';
import type { Cancellation } from './outgoing-payment.js';

const LONGEST_DETAIL = 255;

/** Reasons that an ASE may give by their names; the deadline is the backend's own to name. */
const NAMED = new Set<string>(
  Object.values(CancelReason).filter(
    (reason) => reason !== CancelReason.DecisionTimeout && reason !== CancelReason.Other,
  ),
);

/** A bank that was made for Rafiki gives two reasons by name, and all others in its own words. */
export function cancellationOf({
  reason,
  cardPaymentFailureReason: failure,
}: Pick<CancelOutgoingPaymentInput, 'reason' | 'cardPaymentFailureReason'>): Cancellation {
  const words = reason?.trim();
  const named = words !== undefined && NAMED.has(words) ? (words as CancelReason) : undefined;
  const detail = named === undefined && words ? words.slice(0, LONGEST_DETAIL) : undefined;
  switch (failure) {
    case 'invalid_signature':
      return {
        reason: CancelReason.InvalidSignature,
        cardPaymentFailureReason: CardPaymentFailureReason.InvalidSignature,
        detail,
      };
    case 'invalid_request':
      return {
        reason: named ?? CancelReason.InvalidRequest,
        cardPaymentFailureReason: CardPaymentFailureReason.InvalidRequest,
        detail,
      };
    default:
      return { reason: named ?? CancelReason.Other, detail };
  }
}
