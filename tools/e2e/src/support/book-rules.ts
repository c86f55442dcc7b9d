/** One card payment as each party has written it down. */
export interface PaymentInAllBooks {
  requestId: string;
  pos?: {
    status: string;
    reason: string | null;
    outgoingPaymentId: string | null;
    amount: bigint;
  };
  card?: { status: string; reason: string | null; outgoingPaymentId: string };
  /** More than one would be a payment made twice. */
  outgoing: { id: string; state: string; reason: string | null }[];
  incoming?: { state: string; received: bigint };
  holds: { status: string; amount: bigint }[];
}

/** Statuses of a hold that keeps nothing from its account any more, and took nothing. */
const NOTHING_TAKEN = ['RELEASED', 'NOT_HELD'];

/** A command that came after the deadline was refused for it: to the terminal that is one and the same. */
function told(reason: string | null): string | null {
  return reason === 'deadline_passed' ? 'decision_timeout' : reason;
}

/** The first thing in which the books differ; undefined where they tell the same, to the end. */
export function disagreementOf(payment: PaymentInAllBooks): string | undefined {
  const { requestId, pos, card, outgoing } = payment;
  const complaint = (text: string): string => `${requestId}: ${text}`;
  if (pos === undefined) return complaint('the POS service does not know it');
  if (card === undefined) return complaint('the card service does not know it');
  if (outgoing.length > 1) return complaint('it was paid more than once');
  if (pos.status !== card.status || told(pos.reason) !== told(card.reason)) {
    return complaint(
      `POS service: ${pos.status} ${pos.reason}, card service: ${card.status} ${card.reason}`,
    );
  }
  const wrong = pos.status === 'APPROVED' ? notPaid(payment) : notCancelled(payment);
  return wrong && complaint(`${pos.status} ${pos.reason ?? ''}, but ${wrong}`);
}

function notPaid({ pos, card, outgoing: [outgoing], incoming, holds }: PaymentInAllBooks) {
  if (pos?.outgoingPaymentId !== card?.outgoingPaymentId) return 'of different outgoing payments';
  if (outgoing?.id !== card?.outgoingPaymentId) return 'the backend has another outgoing payment';
  if (outgoing?.state !== 'COMPLETED') return `the outgoing payment is ${outgoing?.state}`;
  if (incoming?.state !== 'COMPLETED') return `the incoming payment is ${incoming?.state}`;
  if (incoming.received !== pos?.amount) return `${incoming.received} of ${pos?.amount} arrived`;
  const settled = holds.length === 1 && holds[0]?.status === 'SETTLED';
  if (!settled || holds[0]?.amount !== pos.amount) return `the bank has ${describe(holds)}`;
  return undefined;
}

function notCancelled({ pos, outgoing: [outgoing], incoming, holds }: PaymentInAllBooks) {
  if (pos?.status !== 'DECLINED') return 'that is no end';
  // A refused command made no outgoing payment: then there is none to be cancelled.
  if (outgoing && outgoing.state !== 'CANCELLED')
    return `the outgoing payment is ${outgoing.state}`;
  if (outgoing && outgoing.reason !== told(pos.reason))
    return `it was cancelled for ${outgoing.reason}`;
  if (incoming && incoming.received !== 0n) return `${incoming.received} arrived`;
  const taken = holds.filter(({ status }) => !NOTHING_TAKEN.includes(status));
  return taken.length > 0 ? `the bank has ${describe(taken)}` : undefined;
}

function describe(holds: { status: string; amount: bigint }[]): string {
  return holds.map(({ status, amount }) => `${status} ${amount}`).join(', ') || 'no hold';
}
