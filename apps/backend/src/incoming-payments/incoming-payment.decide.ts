import { InitiatedBy } from '@tapmesh/events';
import { accept, refuse, unreachable, type Decision } from '../decision.js';
import {
  receivedBy,
  type IncomingPayment,
  type IncomingPaymentChange,
  type IncomingPaymentCommand,
  type IncomingPaymentRefusal,
  type PendingIncomingPayment,
  type ProcessingIncomingPayment,
} from './incoming-payment.js';

type IncomingPaymentDecision = Decision<IncomingPaymentChange, IncomingPaymentRefusal>;
type OpenIncomingPayment = PendingIncomingPayment | ProcessingIncomingPayment;

/** What a command does to an incoming payment: decided by its state and the time alone. */
export function decide(
  payment: IncomingPayment,
  command: IncomingPaymentCommand,
  now: Date,
): IncomingPaymentDecision {
  switch (payment.status) {
    case 'PENDING':
    case 'PROCESSING':
      return decideOpen(payment, command, now);
    case 'COMPLETED':
      return refuse('NOT_PENDING');
    case 'EXPIRED':
      return refuse(payment.cancelledAt === undefined ? 'NOT_PENDING' : 'ALREADY_CANCELLED');
    default:
      return unreachable(payment);
  }
}

export function evolve(payment: IncomingPayment, change: IncomingPaymentChange): IncomingPayment {
  const version = payment.version + 1;
  const received = receivedBy(payment);
  switch (change.type) {
    case 'partly_received':
      return { ...payment, version, status: 'PROCESSING', received: received + change.amount };
    case 'approved':
      return { ...payment, version, approvedAt: change.at };
    case 'completed':
      return {
        ...payment,
        version,
        status: 'COMPLETED',
        received: received + change.received,
        completedAt: change.at,
      };
    case 'cancelled':
      return {
        ...payment,
        version,
        status: 'EXPIRED',
        received,
        cancelledAt: change.at,
        cancellationReason: change.reason,
      };
    case 'expired':
      return { ...payment, version, status: 'EXPIRED', received };
    default:
      return unreachable(change);
  }
}

function decideOpen(
  payment: OpenIncomingPayment,
  command: IncomingPaymentCommand,
  now: Date,
): IncomingPaymentDecision {
  const due = now > payment.expiresAt;
  if (command.type === 'expire') return due ? accept({ type: 'expired' }) : refuse('NOT_DUE');
  if (due) return refuse('NOT_PENDING', { type: 'expired' });
  switch (command.type) {
    case 'receive':
      return receive(payment, command.amount, now);
    case 'approve':
      if (payment.status === 'PROCESSING') return refuse('NOT_PENDING');
      if (payment.approvedAt !== undefined) return refuse('ALREADY_APPROVED');
      return accept({ type: 'approved', at: now });
    case 'cancel':
      if (payment.status === 'PROCESSING') return refuse('NOT_PENDING');
      if (payment.approvedAt !== undefined) return refuse('ALREADY_APPROVED');
      return accept({ type: 'cancelled', at: now, reason: command.reason });
    case 'complete':
      // Its end goes to the terminal: only the card's money may bring it.
      if (payment.origin.initiatedBy === InitiatedBy.Card) return refuse('MADE_FOR_A_CARD');
      return accept({ type: 'completed', received: 0n, at: now });
    case 'close':
      if (payment.status === 'PROCESSING') return refuse('NOT_PENDING');
      return accept({ type: 'cancelled', at: now, reason: command.reason });
    default:
      return unreachable(command);
  }
}

function receive(payment: OpenIncomingPayment, amount: bigint, now: Date): IncomingPaymentDecision {
  if (payment.incomingAmount === undefined) return accept({ type: 'partly_received', amount });
  const missing = payment.incomingAmount - receivedBy(payment);
  if (amount > missing) return refuse('WRONG_AMOUNT');
  return amount === missing
    ? accept({ type: 'completed', received: amount, at: now })
    : accept({ type: 'partly_received', amount });
}
