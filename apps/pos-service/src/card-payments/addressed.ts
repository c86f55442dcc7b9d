import { Audience, CommandOutcome, IncomingPaymentEvent, TYPE_HEADER } from '@tapmesh/events';
import type { WireHeaders } from '@tapmesh/messaging';

const AUDIENCE_HEADER = 'ce_audience';

const ADDRESSED = new Set<string>([CommandOutcome.Refused, ...Object.values(IncomingPaymentEvent)]);

/** Everybody's refusals, and incoming payments', travel on one topic: those for others are turned away unread. */
export function isAddressedToUs(headers: WireHeaders): boolean {
  if (!ADDRESSED.has(headers[TYPE_HEADER] ?? '')) return true;
  const audience = (headers[AUDIENCE_HEADER] ?? '').split(',');
  return audience.includes(Audience.PosService);
}
