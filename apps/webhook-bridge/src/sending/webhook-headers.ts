import type { ClaimedDelivery } from '../deliveries/delivery.js';
import type { HeaderValues } from '../signatures/signer.js';

const USER_AGENT = 'Tapmesh-Webhooks/0.1';

/** What tells a consumer where in its subject's order a delivery stands, and which trace it belongs to. */
export function deliveryHeaders({ lane, number, event }: ClaimedDelivery): HeaderValues {
  return {
    'content-type': 'application/json',
    'user-agent': USER_AGENT,
    'webhook-subject': printable(event.subject),
    // A replay has its place in the count already.
    ...(lane === 'REPLAY' ? { 'webhook-replay': 'true' } : { 'webhook-number': String(number) }),
    ...(event.sequence !== undefined && { 'webhook-sequence': String(event.sequence) }),
    ...(event.traceparent !== undefined && { traceparent: printable(event.traceparent) }),
  };
}

/** Whatever a producer calls its subjects, a header holds printable ASCII alone. */
function printable(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : encodeURIComponent(Buffer.from(text).toString());
}

/** A consumer's own headers may hold its secrets. */
export function withoutValues(headers: HeaderValues): HeaderValues {
  return Object.fromEntries(Object.keys(headers).map((name) => [name.toLowerCase(), '…']));
}
