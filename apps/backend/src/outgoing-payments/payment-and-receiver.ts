import { CancelReason, CardPaymentFailureReason, InitiatedBy } from '@tapmesh/events';
import { unreachable } from '../decision.js';
import { decide as decideIncoming } from '../incoming-payments/incoming-payment.decide.js';
import type {
  IncomingPayment,
  IncomingPaymentChange,
  IncomingPaymentRefusal,
} from '../incoming-payments/incoming-payment.js';
import { decide, type OutgoingPaymentDecision } from './outgoing-payment.decide.js';
import type {
  Cancellation,
  OutgoingPayment,
  OutgoingPaymentChange,
  OutgoingPaymentRefusal,
} from './outgoing-payment.js';

/** An outgoing payment and what it pays, in hand together: both locked, both of one backend. */
export interface PaymentAndReceiver {
  outgoing: OutgoingPayment;
  incoming: IncomingPayment;
}

export type PairRefusal =
  | OutgoingPaymentRefusal
  | 'RECEIVER_NOT_PENDING'
  | 'RECEIVER_TAKES_LESS'
  | 'INSUFFICIENT_LIQUIDITY';

export interface FundingTime {
  now: Date;
  /** Whether the liquidity suffices for the conversion; within one asset it always does. */
  covered: boolean;
}

/** What happens to the two, in one transaction. A refusal may close what is out of time. */
export interface PairDecision {
  refusal?: PairRefusal;
  outgoing: OutgoingPaymentChange[];
  incoming: IncomingPaymentChange[];
}

/** Funded, sent and received at once, or not at all: nothing funded can fail to arrive. */
export function fund(pair: PaymentAndReceiver, { now, covered }: FundingTime): PairDecision {
  const funding = decide(pair.outgoing, { type: 'fund' }, now);
  if (!funding.accepted) return withReceiverClosed(pair, funding, now);
  const receipt = decideIncoming(
    pair.incoming,
    { type: 'receive', amount: pair.outgoing.receive },
    now,
  );
  if (!receipt.accepted) {
    return {
      refusal: receiverRefusal(receipt.refusal),
      outgoing: undeliverable(pair.outgoing, now),
      incoming: receipt.events,
    };
  }
  if (!covered) return { ...cancelUndeliverable(pair, now), refusal: 'INSUFFICIENT_LIQUIDITY' };
  return {
    outgoing: [...funding.events, { type: 'completed', at: now }],
    incoming: receipt.events,
  };
}

const UNDELIVERABLE: Cancellation = {
  reason: CancelReason.InvalidRequest,
  cardPaymentFailureReason: CardPaymentFailureReason.InvalidRequest,
};

/** What its receiver refuses once it refuses always: the card need not wait for the deadline. */
function undeliverable(outgoing: OutgoingPayment, now: Date): OutgoingPaymentChange[] {
  if (outgoing.origin.initiatedBy !== InitiatedBy.Card) return [];
  return decide(outgoing, { type: 'cancel', ...UNDELIVERABLE }, now).events;
}

/** A terminal is not kept waiting for liquidity; anybody else may fund again when there is more. */
function cancelUndeliverable(pair: PaymentAndReceiver, now: Date): PairDecision {
  if (pair.outgoing.origin.initiatedBy !== InitiatedBy.Card) return { outgoing: [], incoming: [] };
  return cancel(pair, UNDELIVERABLE, now);
}

export function cancel(
  pair: PaymentAndReceiver,
  cancellation: Cancellation,
  now: Date,
): PairDecision {
  return withReceiverClosed(
    pair,
    decide(pair.outgoing, { type: 'cancel', ...cancellation }, now),
    now,
  );
}

/** Nobody decided in time. */
export function expire(pair: PaymentAndReceiver, now: Date): PairDecision {
  return withReceiverClosed(pair, decide(pair.outgoing, { type: 'expire' }, now), now);
}

/** What a card was to pay is closed together with the card's payment; anything else stays open. */
function withReceiverClosed(
  { outgoing, incoming }: PaymentAndReceiver,
  decision: OutgoingPaymentDecision,
  now: Date,
): PairDecision {
  const cancelled = decision.events.find((event) => event.type === 'cancelled');
  const forThisCard =
    outgoing.origin.initiatedBy === InitiatedBy.Card &&
    incoming.origin.initiatedBy === InitiatedBy.Card;
  const closing =
    cancelled !== undefined && forThisCard
      ? decideIncoming(incoming, { type: 'close', reason: cancelled.cancellation.reason }, now)
          .events
      : [];
  return {
    refusal: decision.accepted ? undefined : decision.refusal,
    outgoing: decision.events,
    incoming: closing,
  };
}

function receiverRefusal(refusal: IncomingPaymentRefusal): PairRefusal {
  switch (refusal) {
    case 'WRONG_AMOUNT':
      return 'RECEIVER_TAKES_LESS';
    case 'NOT_PENDING':
    case 'ALREADY_CANCELLED':
    case 'ALREADY_APPROVED':
    case 'MADE_FOR_A_CARD':
    case 'NOT_DUE':
      return 'RECEIVER_NOT_PENDING';
    default:
      return unreachable(refusal);
  }
}
