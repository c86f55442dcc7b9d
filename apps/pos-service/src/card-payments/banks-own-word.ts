import { CancelReason } from '@tapmesh/events';
import type { FinalCardPayment } from './card-payment.js';

/** What a bank itself cancels for; a deadline that passes says nothing of how fast answers are. */
const BANKS_REASONS = new Set<string>(
  Object.values(CancelReason).filter((reason) => reason !== CancelReason.DecisionTimeout),
);

/**
 * Whether a bank was asked and has answered. Refusals of the backend or the card service came by a
 * shorter way and are fast also where every bank's answer is late; reasons that are not known count
 * as such.
 */
export function isBanksOwnWord(payment: FinalCardPayment): boolean {
  return payment.status === 'APPROVED' || BANKS_REASONS.has(payment.reason);
}
