/** Who Rafiki tells of an event, of those whom it calls recipients. */
export type RafikiRole = 'tenant' | 'card-service' | 'pos-service';

const TENANT = [
  'incoming_payment.created',
  'incoming_payment.completed',
  'incoming_payment.expired',
  'incoming_payment.partial_payment_received',
  'outgoing_payment.created',
  'outgoing_payment.completed',
  'outgoing_payment.failed',
  'asset.liquidity_low',
  'wallet_address.not_found',
] as const;

/** What a card's payment came to: told to card services alone. */
const CARD_SERVICE = ['outgoing_payment.funded', 'outgoing_payment.cancelled'] as const;

/**
 * Rafiki sends its point-of-sale service two types more, which that answers with 400 every time they are
 * tried: what it takes is this.
 */
const POS_SERVICE = ['incoming_payment.completed'] as const;

/** The types that a consumer made for Rafiki hears, by its role; it knows no others. */
export const rafikiTypes = {
  tenant: TENANT,
  'card-service': CARD_SERVICE,
  'pos-service': POS_SERVICE,
} as const satisfies Record<RafikiRole, readonly string[]>;

export type RafikiType = (typeof rafikiTypes)[RafikiRole][number];

const known = new Set<string>(Object.values(rafikiTypes).flat());

export function isRafikiType(type: string): type is RafikiType {
  return known.has(type);
}
