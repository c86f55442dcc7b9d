import type { CardPayment, CardPaymentEvent, FinalCardPayment, Verdict } from './card-payment.js';

export type Decision =
  | { kind: 'decided'; event: CardPaymentEvent }
  /** The verdict says what is already stored: a redelivery. */
  | { kind: 'repeated' }
  /** The verdict says something else than what was stored first, which stands for ever. */
  | { kind: 'contradicted' }
  /** The verdict speaks of an incoming payment that is not this payment's. */
  | { kind: 'misdirected' };

/** The first final verdict is the answer; whatever comes later changes nothing. */
export function decide(payment: CardPayment, verdict: Verdict): Decision {
  if (verdict.requestId !== payment.requestId) return { kind: 'misdirected' };
  if (verdict.type === 'refuse' && speaksOfAnotherPayment(payment, verdict)) {
    return { kind: 'misdirected' };
  }
  const event = eventOf(verdict);
  switch (payment.status) {
    case 'REQUESTED':
      return { kind: 'decided', event };
    case 'APPROVED':
      return event.type === 'approved' && event.outgoingPaymentId === payment.outgoingPaymentId
        ? { kind: 'repeated' }
        : { kind: 'contradicted' };
    case 'DECLINED':
      return event.type === 'declined' && event.reason === payment.reason
        ? { kind: 'repeated' }
        : { kind: 'contradicted' };
    default:
      return unreachable(payment);
  }
}

export function evolve(
  payment: CardPayment,
  event: CardPaymentEvent,
  decidedAt: Date,
): FinalCardPayment {
  switch (event.type) {
    case 'approved':
      return {
        ...payment,
        status: 'APPROVED',
        outgoingPaymentId: event.outgoingPaymentId,
        decidedAt,
      };
    case 'declined':
      return { ...payment, status: 'DECLINED', reason: event.reason, decidedAt };
    default:
      return unreachable(event);
  }
}

export function eventOf(verdict: Verdict): CardPaymentEvent {
  switch (verdict.type) {
    case 'approve':
      return { type: 'approved', outgoingPaymentId: verdict.outgoingPaymentId };
    case 'receive':
      return { type: 'approved', outgoingPaymentId: undefined };
    case 'decline':
      return { type: 'declined', reason: verdict.reason };
    case 'refuse':
      return { type: 'declined', reason: verdict.code };
    default:
      return unreachable(verdict);
  }
}

function speaksOfAnotherPayment(
  payment: CardPayment,
  verdict: { incomingPaymentId: string | undefined },
): boolean {
  return (
    verdict.incomingPaymentId !== undefined &&
    verdict.incomingPaymentId !== payment.incomingPaymentId
  );
}

function unreachable(value: never): never {
  throw new Error(`no such case: ${JSON.stringify(value)}`);
}
