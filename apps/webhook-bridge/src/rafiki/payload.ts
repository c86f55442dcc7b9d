import { isRafikiType, type RafikiType } from './inventory.js';

/** Makes of one value what Rafiki has in its place; undefined where there is none. */
type Pick = (value: unknown) => unknown;

/** The fields of an object by their names, as Rafiki has them: what is not here is not sent. */
type Shape = Readonly<Record<string, Pick>>;

const as: Pick = (value) => value;

const shaped =
  (shape: Shape): Pick =>
  (value) => {
    if (!isObject(value)) return undefined;
    const picked = Object.entries(shape).map(([name, pick]) => [name, pick(value[name])] as const);
    return Object.fromEntries(picked.filter(([, field]) => field !== undefined && field !== null));
  };

const amount = shaped({ value: as, assetCode: as, assetScale: as });

/** A card service made for Rafiki refuses any other word than these two, and tries to read it again. */
const CARD_PAYMENT_FAILURES: readonly unknown[] = ['invalid_signature', 'invalid_request'];

/** What stands beside the reason is the payer's own, and goes as it came. */
const metadata: Pick = (value) => {
  if (!isObject(value)) return undefined;
  const { cardPaymentFailureReason: reason, ...rest } = value;
  return CARD_PAYMENT_FAILURES.includes(reason) ? value : rest;
};

const incomingPayment: Shape = {
  id: as,
  walletAddressId: as,
  client: as,
  createdAt: as,
  expiresAt: as,
  receivedAmount: amount,
  completed: as,
  incomingAmount: amount,
  metadata: as,
  approvedAt: as,
  cancelledAt: as,
};

const outgoingPayment: Shape = {
  id: as,
  walletAddressId: as,
  client: as,
  state: as,
  receiver: as,
  debitAmount: amount,
  receiveAmount: amount,
  sentAmount: amount,
  stateAttempts: as,
  createdAt: as,
  balance: as,
  metadata: as,
  error: as,
  grantId: as,
};

const ofACard: Shape = {
  ...outgoingPayment,
  cardDetails: shaped({
    requestId: as,
    data: shaped({ signature: as, payload: as }),
    initiatedAt: as,
  }),
};

const toCardServices: Shape = { ...ofACard, metadata };

const shapes: Record<RafikiType, Shape> = {
  'incoming_payment.created': incomingPayment,
  'incoming_payment.completed': incomingPayment,
  'incoming_payment.expired': incomingPayment,
  'incoming_payment.partial_payment_received': {
    ...incomingPayment,
    partialIncomingPaymentId: as,
    dataFromSender: as,
  },
  'outgoing_payment.created': ofACard,
  // Rafiki does not load the card's details for its last two words.
  'outgoing_payment.completed': outgoingPayment,
  'outgoing_payment.failed': outgoingPayment,
  'outgoing_payment.funded': toCardServices,
  'outgoing_payment.cancelled': toCardServices,
  'asset.liquidity_low': {
    id: as,
    asset: shaped({ id: as, code: as, scale: as }),
    liquidityThreshold: as,
    balance: as,
  },
  'wallet_address.not_found': { walletAddressUrl: as },
};

/**
 * The `data` of a webhook as Rafiki writes it, from ours: consumers that were made for Rafiki verify and
 * validate whole bodies. Numbers are read and written again, as Rafiki does itself: no amount is one.
 * @param data the payload's JSON
 */
export function rafikiData(type: string, data: string): string {
  if (!isRafikiType(type)) throw new Error(`Rafiki has no webhook ${type}`);
  return JSON.stringify(shaped(shapes[type])(JSON.parse(data)) ?? {});
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
