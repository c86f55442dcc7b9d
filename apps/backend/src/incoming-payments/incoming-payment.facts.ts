import {
  Audience,
  IncomingPaymentEvent,
  IncomingPaymentState,
  InitiatedBy,
  type IncomingPaymentPayload,
} from '@tapmesh/events';
import type { NewMessage } from '@tapmesh/messaging';
import { unreachable } from '../decision.js';
import { toAmount } from '../money.js';
import { audienceOf, type CardServiceRules } from './incoming-payment.audience.js';
import {
  feeKeptOf,
  receivedBy,
  type IncomingPayment,
  type IncomingPaymentChange,
} from './incoming-payment.js';

export type IncomingPaymentFact = NewMessage<IncomingPaymentEvent>;

/** What there is to say about a new payment. */
export function created(payment: IncomingPayment, rules: CardServiceRules): IncomingPaymentFact {
  return say(payment, IncomingPaymentEvent.Created, audienceOf(payment, rules));
}

/** What there is to say about a change, and to whom; `payment` is as it stands after the change. */
export function factsOf(
  payment: IncomingPayment,
  change: IncomingPaymentChange,
  rules: CardServiceRules,
): IncomingPaymentFact[] {
  const audience = audienceOf(payment, rules);
  switch (change.type) {
    case 'partly_received':
      return [say(payment, IncomingPaymentEvent.PartialPaymentReceived, [Audience.Tenant])];
    case 'completed':
      return [say(payment, IncomingPaymentEvent.Completed, audience)];
    case 'cancelled':
    case 'expired':
      return [say(payment, IncomingPaymentEvent.Expired, audience)];
    case 'approved':
      return [];
    default:
      return unreachable(change);
  }
}

export function toPayload(payment: IncomingPayment): IncomingPaymentPayload {
  const fee = feeKeptOf(payment);
  return {
    id: payment.id,
    walletAddressId: payment.walletAddressId,
    state: states[payment.status],
    completed: payment.status === 'COMPLETED',
    receivedAmount: toAmount(receivedBy(payment), payment.asset),
    feeAmount: fee === 0n ? undefined : toAmount(fee, payment.asset),
    incomingAmount:
      payment.incomingAmount === undefined
        ? undefined
        : toAmount(payment.incomingAmount, payment.asset),
    initiatedBy: payment.origin.initiatedBy,
    createdAt: payment.createdAt.toISOString(),
    expiresAt: payment.expiresAt.toISOString(),
    approvedAt: payment.approvedAt?.toISOString(),
    cancelledAt: payment.status === 'EXPIRED' ? payment.cancelledAt?.toISOString() : undefined,
    cancellationReason: payment.status === 'EXPIRED' ? payment.cancellationReason : undefined,
    metadata: payment.metadata,
  };
}

const states: Record<IncomingPayment['status'], IncomingPaymentState> = {
  PENDING: IncomingPaymentState.Pending,
  PROCESSING: IncomingPaymentState.Processing,
  COMPLETED: IncomingPaymentState.Completed,
  EXPIRED: IncomingPaymentState.Expired,
};

function say(
  payment: IncomingPayment,
  type: IncomingPaymentEvent,
  audience: Audience[],
): IncomingPaymentFact {
  const { origin } = payment;
  const card = origin.initiatedBy === InitiatedBy.Card ? origin : undefined;
  return {
    type,
    key: card?.requestId ?? payment.id,
    subject: payment.id,
    tenantId: payment.tenantId,
    sequence: payment.version,
    deadline: card?.deadline.toISOString(),
    audience,
    data: toPayload(payment),
  };
}
