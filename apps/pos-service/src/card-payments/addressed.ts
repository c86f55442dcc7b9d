import { Audience, CommandOutcome, TYPE_HEADER } from '@tapmesh/events';
import type { WireHeaders } from '@tapmesh/messaging';

const AUDIENCE_HEADER = 'ce_audience';

/** Everybody's refusals travel on one topic: those for others are turned away unread. */
export function isAddressedToUs(headers: WireHeaders): boolean {
  if (headers[TYPE_HEADER] !== CommandOutcome.Refused) return true;
  const audience = (headers[AUDIENCE_HEADER] ?? '').split(',');
  return audience.includes(Audience.PosService);
}
