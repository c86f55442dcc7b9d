import { CancelReason, InitiatedBy } from '@tapmesh/events';
import { accept, refuse, unreachable, type Decision } from '../decision.js';
import type {
  CancelledOutgoingPayment,
  FundingOutgoingPayment,
  OutgoingPayment,
  OutgoingPaymentChange,
  OutgoingPaymentCommand,
  OutgoingPaymentRefusal,
  SendingOutgoingPayment,
} from './outgoing-payment.js';

export type OutgoingPaymentDecision = Decision<OutgoingPaymentChange, OutgoingPaymentRefusal>;

/** The `error` of a payment that nobody funded while its quote held. */
export const QUOTE_EXPIRED = 'quote_expired';

/** What a command does to an outgoing payment: decided by its state and the time alone. */
export function decide(
  payment: OutgoingPayment,
  command: OutgoingPaymentCommand,
  now: Date,
): OutgoingPaymentDecision {
  switch (payment.status) {
    case 'FUNDING':
      return decideFunding(payment, command, now);
    case 'SENDING':
      return decideSending(payment, command, now);
    case 'COMPLETED':
      return refuse(asksForADecision(command) ? 'ALREADY_FUNDED' : 'ALREADY_COMPLETED');
    case 'CANCELLED':
      return refuse(timedOut(payment) ? 'DEADLINE_PASSED' : 'ALREADY_CANCELLED');
    case 'FAILED':
      return refuse('ALREADY_FAILED');
    default:
      return unreachable(payment);
  }
}

/** @throws where the change cannot have come from `decide`: a bug, never a caller's fault */
export function evolve(payment: OutgoingPayment, change: OutgoingPaymentChange): OutgoingPayment {
  const version = payment.version + 1;
  switch (change.type) {
    case 'funded':
      if (payment.status !== 'FUNDING') throw impossible(payment, change);
      return { ...payment, version, status: 'SENDING', fundedAt: change.at };
    case 'completed':
      if (payment.status !== 'SENDING') throw impossible(payment, change);
      return { ...payment, version, status: 'COMPLETED', completedAt: change.at };
    case 'cancelled':
      if (payment.status !== 'FUNDING') throw impossible(payment, change);
      return {
        ...payment,
        version,
        status: 'CANCELLED',
        cancelledAt: change.at,
        cancellation: change.cancellation,
      };
    case 'failed':
      if (payment.status !== 'FUNDING' && payment.status !== 'SENDING') {
        throw impossible(payment, change);
      }
      return { ...payment, version, status: 'FAILED', failedAt: change.at, error: change.error };
    default:
      return unreachable(change);
  }
}

function decideFunding(
  payment: FundingOutgoingPayment,
  command: OutgoingPaymentCommand,
  now: Date,
): OutgoingPaymentDecision {
  const late = now > payment.decideBy;
  switch (command.type) {
    case 'fund':
      return late ? tooLate(payment, now) : accept({ type: 'funded', at: now });
    case 'cancel': {
      if (late) return tooLate(payment, now);
      const { reason, detail, cardPaymentFailureReason } = command;
      return accept({
        type: 'cancelled',
        at: now,
        cancellation: { reason, detail, cardPaymentFailureReason },
      });
    }
    case 'expire':
      return late ? accept(outOfTime(payment, now)) : refuse('NOT_DUE');
    case 'complete':
    case 'fail':
      return refuse('NOT_FUNDED');
    default:
      return unreachable(command);
  }
}

function decideSending(
  _payment: SendingOutgoingPayment,
  command: OutgoingPaymentCommand,
  now: Date,
): OutgoingPaymentDecision {
  switch (command.type) {
    case 'complete':
      return accept({ type: 'completed', at: now });
    case 'fail':
      return accept({ type: 'failed', at: now, error: command.error });
    case 'fund':
    case 'cancel':
    case 'expire':
      return refuse('ALREADY_FUNDED');
    default:
      return unreachable(command);
  }
}

/** The decision is refused, and the payment closed if the sweep has not come by yet. */
function tooLate(payment: FundingOutgoingPayment, now: Date): OutgoingPaymentDecision {
  const refusal =
    payment.origin.initiatedBy === InitiatedBy.Card ? 'DEADLINE_PASSED' : 'QUOTE_EXPIRED';
  return refuse(refusal, outOfTime(payment, now));
}

/** A card's payment is never `FAILED` here: every exit from `FUNDING` is funded or cancelled. */
function outOfTime(payment: FundingOutgoingPayment, now: Date): OutgoingPaymentChange {
  return payment.origin.initiatedBy === InitiatedBy.Card
    ? { type: 'cancelled', at: now, cancellation: { reason: CancelReason.DecisionTimeout } }
    : { type: 'failed', at: now, error: QUOTE_EXPIRED };
}

export function timedOut(payment: CancelledOutgoingPayment): boolean {
  return payment.cancellation.reason === CancelReason.DecisionTimeout;
}

function asksForADecision(command: OutgoingPaymentCommand): boolean {
  return command.type === 'fund' || command.type === 'cancel' || command.type === 'expire';
}

function impossible(payment: OutgoingPayment, change: OutgoingPaymentChange): Error {
  return new Error(`outgoing payment ${payment.id} cannot be ${change.type} in ${payment.status}`);
}
