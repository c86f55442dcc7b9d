import {
  Audience,
  InitiatedBy,
  OutgoingPaymentDepositEvent,
  OutgoingPaymentState,
  OutgoingPaymentStatusEvent,
  OutgoingPaymentWithdrawEvent,
  type OutgoingPaymentEvent,
  type OutgoingPaymentPayload,
} from '@tapmesh/events';
import type { NewMessage } from '@tapmesh/messaging';
import { unreachable } from '../decision.js';
import { toAmount } from '../money.js';
import { timedOut } from './outgoing-payment.decide.js';
import type {
  OutgoingPayment,
  OutgoingPaymentChange,
  OutgoingPaymentOrigin,
} from './outgoing-payment.js';

export type OutgoingPaymentFact = NewMessage<OutgoingPaymentEvent>;

/** The sending ASE is asked to decide. */
export function created(payment: OutgoingPayment): OutgoingPaymentFact {
  return say(payment, { type: OutgoingPaymentDepositEvent.Created, audience: [Audience.Tenant] });
}

/**
 * What there is to say about a change, and to whom; `payment` is as it stands after the change.
 * A fact that nobody is to hear is none.
 */
export function factsOf(
  payment: OutgoingPayment,
  change: OutgoingPaymentChange,
): OutgoingPaymentFact[] {
  return announcements(payment, change)
    .filter(({ audience }) => audience.length > 0)
    .map((announcement) => say(payment, announcement));
}

export function toPayload(payment: OutgoingPayment): OutgoingPaymentPayload {
  const { asset, receiveAsset, origin } = payment;
  return {
    id: payment.id,
    walletAddressId: payment.walletAddressId,
    state: states[payment.status],
    receiver: payment.receiver,
    debitAmount: toAmount(payment.debit, asset),
    receiveAmount: toAmount(payment.receive, receiveAsset),
    feeAmount: payment.fee === 0n ? undefined : toAmount(payment.fee, asset),
    sentAmount: toAmount(payment.status === 'COMPLETED' ? payment.debit : 0n, asset),
    balance: balanceOf(payment).toString(),
    stateAttempts: 0,
    initiatedBy: origin.initiatedBy,
    createdAt: payment.createdAt.toISOString(),
    error: payment.status === 'FAILED' ? payment.error : undefined,
    metadata: metadataOf(payment),
    cardDetails: origin.initiatedBy === InitiatedBy.Card ? origin.cardDetails : undefined,
  };
}

interface Announcement {
  type: OutgoingPaymentEvent;
  audience: Audience[];
  data?: Partial<OutgoingPaymentPayload>;
}

const states: Record<OutgoingPayment['status'], OutgoingPaymentState> = {
  FUNDING: OutgoingPaymentState.Funding,
  SENDING: OutgoingPaymentState.Sending,
  COMPLETED: OutgoingPaymentState.Completed,
  CANCELLED: OutgoingPaymentState.Cancelled,
  FAILED: OutgoingPaymentState.Failed,
};

function announcements(payment: OutgoingPayment, change: OutgoingPaymentChange): Announcement[] {
  switch (change.type) {
    case 'funded':
      return [
        {
          type: OutgoingPaymentStatusEvent.Funded,
          audience: cardServiceOf(payment.origin),
          // The fact speaks of the end of `FUNDING`: nothing of the money is told yet.
          data: { balance: '0' },
        },
      ];
    case 'completed':
      return [{ type: OutgoingPaymentWithdrawEvent.Completed, audience: [Audience.Tenant] }];
    case 'failed':
      return [{ type: OutgoingPaymentWithdrawEvent.Failed, audience: [Audience.Tenant] }];
    case 'cancelled': {
      const cancelled: Announcement = {
        type: OutgoingPaymentStatusEvent.Cancelled,
        audience: cardServiceOf(payment.origin),
      };
      const expired: Announcement = {
        type: OutgoingPaymentStatusEvent.Expired,
        audience: [Audience.Tenant],
      };
      return payment.status === 'CANCELLED' && timedOut(payment)
        ? [cancelled, expired]
        : [cancelled];
    }
    default:
      return unreachable(change);
  }
}

/** The decision is the card service's to hear, and only where a card started the payment. */
function cardServiceOf(origin: OutgoingPaymentOrigin): Audience[] {
  return origin.initiatedBy === InitiatedBy.Card ? [Audience.CardService] : [];
}

/** What lies in the payment's account: everything that was funded, until it is sent. */
function balanceOf(payment: OutgoingPayment): bigint {
  switch (payment.status) {
    case 'FUNDING':
    case 'CANCELLED':
    case 'COMPLETED':
      return 0n;
    case 'SENDING':
      return payment.debit;
    case 'FAILED':
      return payment.fundedAt === undefined ? 0n : payment.debit;
    default:
      return unreachable(payment);
  }
}

function metadataOf(payment: OutgoingPayment): Record<string, unknown> | undefined {
  if (payment.status !== 'CANCELLED') return payment.metadata;
  const { reason, detail, cardPaymentFailureReason } = payment.cancellation;
  return {
    ...payment.metadata,
    cancellationReason: reason,
    ...(detail === undefined ? {} : { cancellationDetail: detail }),
    ...(cardPaymentFailureReason === undefined ? {} : { cardPaymentFailureReason }),
  };
}

function say(
  payment: OutgoingPayment,
  { type, audience, data }: Announcement,
): OutgoingPaymentFact {
  const { origin } = payment;
  const card = origin.initiatedBy === InitiatedBy.Card ? origin : undefined;
  return {
    type,
    key: card?.cardDetails.requestId ?? payment.id,
    subject: payment.id,
    tenantId: payment.tenantId,
    sequence: payment.version,
    deadline: card?.deadline.toISOString(),
    audience,
    data: { ...toPayload(payment), ...data },
  };
}
