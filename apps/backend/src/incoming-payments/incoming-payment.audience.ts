import { Audience, InitiatedBy } from '@tapmesh/events';
import type { IncomingPayment } from './incoming-payment.js';

/** Of its beginning and its end; what happens in between is the ASE's alone. */
export function audienceOf(payment: IncomingPayment, walletAddressBaseUrl: string): Audience[] {
  return isAwaitedAtPos(payment, walletAddressBaseUrl)
    ? [Audience.Tenant, Audience.PosService]
    : [Audience.Tenant];
}

/**
 * A POS service asked for it, and the payer's card service is not ours: nobody else tells the POS service
 * what becomes of it. Of a payer at one of our wallet addresses our own card service tells, and the POS
 * service would read two messages of each payment, and look for their rows, to find that they are nothing
 * to it. Where it is not certain it is told.
 */
function isAwaitedAtPos(
  { origin, senderWalletAddress }: IncomingPayment,
  walletAddressBaseUrl: string,
): boolean {
  if (origin.initiatedBy !== InitiatedBy.Card || origin.requestId === undefined) return false;
  return senderWalletAddress?.startsWith(`${walletAddressBaseUrl}/`) !== true;
}
