import { Audience, InitiatedBy } from '@tapmesh/events';
import type { BackendConfig } from '../backend.config.js';
import type { IncomingPayment } from './incoming-payment.js';

/** What decides who speaks for a payer's card. */
export type CardServiceRules = Pick<BackendConfig, 'walletAddressBaseUrl' | 'cardServiceDoor'>;

/** Of its beginning and its end; what happens in between is the ASE's alone. */
export function audienceOf(payment: IncomingPayment, rules: CardServiceRules): Audience[] {
  return isAwaitedAtPos(payment, rules)
    ? [Audience.Tenant, Audience.PosService]
    : [Audience.Tenant];
}

/**
 * A POS service asked for it, and nobody else tells that one what becomes of it: it is not ours, which is
 * who gives a request id, or the payer's card service is not ours. Where both are ours the answer comes
 * from the card service, and the POS service would read two messages of each payment, and look for their
 * rows, to find that they are nothing to it. Where it is not certain it is told.
 */
function isAwaitedAtPos(
  { origin, senderWalletAddress }: IncomingPayment,
  { walletAddressBaseUrl, cardServiceDoor }: CardServiceRules,
): boolean {
  if (origin.initiatedBy !== InitiatedBy.Card) return false;
  if (origin.requestId === undefined || cardServiceDoor === 'http') return true;
  return senderWalletAddress?.startsWith(`${walletAddressBaseUrl}/`) !== true;
}
