import { Audience, messageTypesOn, Topic } from '@tapmesh/events';
import { OPERATOR, type AdminIdentity, type Mesh } from '@tapmesh/mesh';
import type { Ear } from '../ear.js';

/** What tenants and card services are told. */
export const TOLD_TOPICS: readonly Topic[] = [
  Topic.OutgoingPayments,
  Topic.OutgoingPaymentStatus,
  Topic.IncomingPayments,
];

/** An ear, and in whose name its endpoint is made. */
export interface OwnedEar {
  ear: Ear;
  owner: AdminIdentity;
}

/** The bridge's own. */
const LONG_HOLD_MS = 300_000;
/** So that what failed is overtaken within a run. */
const SHORT_HOLD_MS = 2_000;

/** Both banks and a card service: each hears all that it may. */
export function ears({ tenants }: Pick<Mesh, 'tenants'>): OwnedEar[] {
  const eventTypes = TOLD_TOPICS.flatMap((topic) => messageTypesOn(topic));
  const banks = tenants.map(({ id, apiSecret }, place): OwnedEar => {
    const orderHoldMs = place === 0 ? LONG_HOLD_MS : SHORT_HOLD_MS;
    const ear = { name: `bank-${place + 1}`, role: Audience.Tenant, tenantId: id };
    return { ear: { ...ear, eventTypes, orderHoldMs }, owner: { tenantId: id, apiSecret } };
  });
  const cards = { name: 'cards', role: Audience.CardService, eventTypes };
  return [...banks, { ear: { ...cards, orderHoldMs: LONG_HOLD_MS }, owner: OPERATOR }];
}

/** What the consumers of a mesh with two banks are called: known before there are any. */
export const EAR_NAMES: readonly string[] = ['bank-1', 'bank-2', 'cards'];
