import { Audience, OutgoingPaymentStatusEvent, type Envelope } from '@tapmesh/events';
import { rafikiTypes } from '../rafiki/inventory.js';
import type { Endpoint } from './endpoint.js';

/** Told to who waits for a decision; `outgoing_payment.*` does not ask for them. */
const STATUS_KIND = new Set<string>(Object.values(OutgoingPaymentStatusEvent));

/** All that decides who hears an event. */
export type HearingAttributes = Pick<Envelope, 'audience' | 'tenantId'> & { type: string };

/** Whether an endpoint is to hear of an event. Nothing but the envelope is looked at. */
export function hears(endpoint: Endpoint, envelope: HearingAttributes): boolean {
  const { role, tenantId, format } = endpoint;
  if (!envelope.audience.includes(role)) return false;
  // Card services and point-of-sale services are the operator's: they speak for every tenant.
  if (role === Audience.Tenant && envelope.tenantId?.toLowerCase() !== tenantId) return false;
  if (format === 'rafiki' && !knownToRafiki(role, envelope.type)) return false;
  return endpoint.eventTypes.some((name) => names(name, envelope.type));
}

/** Whether `outgoing_payment.*`, say, names a type. */
export function names(name: string, type: string): boolean {
  if (!name.endsWith('.*')) return name === type;
  return type.startsWith(name.slice(0, -1)) && !STATUS_KIND.has(type);
}

function knownToRafiki(role: Audience, type: string): boolean {
  const types: readonly string[] = rafikiTypes[role];
  return types.includes(type);
}
