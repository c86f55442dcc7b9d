import {
  Audience,
  CancelReason,
  Command,
  OutgoingPaymentStatusEvent,
  RefusalCode,
  type CommandOutcome,
  type Message,
} from '@tapmesh/events';
import { validate as isUuid } from 'uuid';
import type { Verdict } from './card-payment.js';

/** What the ASE may say in its own words: told on as it is, where a terminal can be told it. */
const REASON = /^[a-z][a-z0-9_]{0,63}$/;

type Funded = Message<OutgoingPaymentStatusEvent.Funded>;
type Cancelled = Message<OutgoingPaymentStatusEvent.Cancelled>;
type Refused = Message<CommandOutcome.Refused>;

/** @returns undefined where the payment has no card details: no card service asked for it */
export function verdictOfFunded({ data }: Funded): Verdict | undefined {
  const requestId = data.cardDetails?.requestId.toLowerCase();
  if (requestId === undefined) return undefined;
  return { type: 'approve', requestId, outgoingPaymentId: data.id.toLowerCase() };
}

/** @returns undefined where the payment has no card details: no card service asked for it */
export function verdictOfCancelled({ data }: Cancelled): Verdict | undefined {
  const requestId = data.cardDetails?.requestId.toLowerCase();
  if (requestId === undefined) return undefined;
  const reason = cancellationReason(data.metadata?.cancellationReason);
  return { type: 'decline', requestId, outgoingPaymentId: data.id.toLowerCase(), reason };
}

/**
 * A refused `outgoing_payment.create` made no payment and never will: that is a decline. The command
 * has the id of the payment that it was to make.
 * @returns undefined where the refusal is not of such a command, or not for us
 */
export function verdictOfRefused({ audience, data, key }: Refused): Verdict | undefined {
  if (!audience.includes(Audience.CardService)) return undefined;
  if (data.commandType !== Command.CreateOutgoingPayment) return undefined;
  const requestId = (data.requestId ?? key).toLowerCase();
  if (!isUuid(requestId)) return undefined;
  const reason =
    data.code === RefusalCode.DeadlinePassed ? CancelReason.DecisionTimeout : data.code;
  return { type: 'decline', requestId, outgoingPaymentId: data.commandId.toLowerCase(), reason };
}

/** A cancelled payment is declined whatever else stands there: the terminal must not wait in vain. */
function cancellationReason(said: unknown): string {
  return typeof said === 'string' && REASON.test(said) ? said : CancelReason.InvalidRequest;
}
