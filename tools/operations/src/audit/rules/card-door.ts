import type { Finding } from '../report.js';
import type { CardEntry, CardPaymentBooks, OutgoingEntry } from './card-payment.js';

/**
 * Whether a POS service asked for it whose books we do not have: it asked our card service over HTTP, or a
 * card service of its own had the backend pay an incoming payment that was made over the Admin API. One that
 * our own POS service asked for has an incoming payment of its request.
 */
export function isAskedByOthers({ pos, card, outgoing, incoming }: CardPaymentBooks): boolean {
  if (pos !== undefined || incoming.length > 0) return false;
  return card === undefined
    ? outgoing.length > 0 && outgoing.every(({ forOthers }) => forOthers)
    : card.overHttp;
}

/** In what the card service and the backend differ about it: the rest stands in books of others. */
export function askedByOthersFindings({ card, outgoing }: CardPaymentBooks): Finding[] {
  if (card === undefined) return [];
  const findings = outgoing.flatMap((payment) => stateFindings(payment, card));
  if (card.status === 'REQUESTED') {
    findings.push({ kind: 'stuck', message: 'the card service has no outcome for it' });
  }
  if (card.status === 'APPROVED' && outgoing.length === 0) {
    const message = 'the card service approved it, but the backend has no outgoing payment';
    findings.push({ kind: 'outgoing_payment_missing', message });
  }
  return findings;
}

const STATES: Record<string, string> = { APPROVED: 'COMPLETED', DECLINED: 'CANCELLED' };

function stateFindings(outgoing: OutgoingEntry, card: CardEntry): Finding[] {
  const findings: Finding[] = [];
  const expected = STATES[card.status];
  if (expected !== undefined && outgoing.state !== expected) {
    const message = `the card service says ${card.status}, but the outgoing payment ${outgoing.id} is ${outgoing.state}`;
    findings.push({ kind: outgoing.state === 'FUNDING' ? 'stuck' : 'outcome_differs', message });
  }
  if (outgoing.id !== card.outgoingPaymentId) {
    const message = `the card service asked for outgoing payment ${card.outgoingPaymentId}, the backend has ${outgoing.id}`;
    findings.push({ kind: 'outgoing_payment_differs', message });
  }
  if (card.amount !== null && (outgoing.receive !== card.amount || outgoing.asset !== card.asset)) {
    const message = `${outgoing.receive} ${outgoing.asset} was sent for ${card.amount} ${card.asset}`;
    findings.push({ kind: 'amount_differs', message });
  }
  return findings;
}
