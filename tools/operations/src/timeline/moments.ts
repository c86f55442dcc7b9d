import type { StoredPayment } from './stored-payment.js';

/** Something that happened to a payment: written down by a service, or said on a topic. */
export interface Moment {
  /** Milliseconds since the epoch, by the clock of whoever says it. */
  at: number;
  who: string;
  what: string;
  /** Where it was said; left out for what was written down. */
  topic?: string;
}

/** What the rows tell, in the order of its times. */
export function storedMoments(stored: StoredPayment): Moment[] {
  return [
    ...posMoments(stored),
    ...cardMoments(stored),
    ...incomingMoments(stored),
    ...outgoingMoments(stored),
    ...bankMoments(stored),
    ...stored.outbox.map(({ service, type, topic, created_at: at }) => ({
      at: at.getTime(),
      who: service,
      what: `${type}, for ${topic}: not sent yet`,
    })),
  ].toSorted((a, b) => a.at - b.at);
}

/** The messages that must have been said, by what the rows have come to. */
export function expectedTypes({ pos, card, incoming, outgoing }: StoredPayment): string[] {
  const types: string[] = [];
  if (pos) types.push('incoming_payment.create', 'card_payment.requested');
  // What it could not handle it never asked anything for.
  if (card && card.incoming_payment_id !== null) types.push('outgoing_payment.create');
  if (card?.status === 'APPROVED') types.push('card_payment.approved');
  if (card?.status === 'DECLINED') types.push('card_payment.declined');
  if (incoming) types.push('incoming_payment.created');
  if (incoming?.state === 'COMPLETED') types.push('incoming_payment.completed');
  if (incoming?.state === 'EXPIRED') types.push('incoming_payment.expired');
  if (outgoing) types.push('outgoing_payment.created');
  if (outgoing?.state === 'COMPLETED') {
    types.push('outgoing_payment.funded', 'outgoing_payment.completed');
  }
  if (outgoing?.state === 'CANCELLED') types.push('outgoing_payment.cancelled');
  return types;
}

type Step = [at: Date | null, what: string];

function moments(who: string, ...steps: Step[]): Moment[] {
  return steps.flatMap(([at, what]) => (at === null ? [] : [{ at: at.getTime(), who, what }]));
}

function posMoments({ pos }: StoredPayment): Moment[] {
  if (pos === undefined) return [];
  const outcome = withReason(pos.status, pos.decline_reason);
  return moments(
    'pos-service',
    [pos.created_at, 'card payment REQUESTED'],
    [pos.decided_at, `card payment ${outcome}`],
  );
}

function cardMoments({ card }: StoredPayment): Moment[] {
  if (card === undefined) return [];
  const outcome = withReason(card.status, card.decline_reason);
  const handled = card.incoming_payment_id !== null;
  return moments(
    'card-service',
    [handled ? card.created_at : null, 'card payment REQUESTED'],
    [card.answered_at, `card payment ${outcome}`],
  );
}

function incomingMoments({ incoming }: StoredPayment): Moment[] {
  if (incoming === undefined) return [];
  return moments(
    'backend',
    [incoming.created_at, 'incoming payment PENDING'],
    [incoming.completed_at, 'incoming payment COMPLETED'],
    [incoming.cancelled_at, 'incoming payment EXPIRED (cancelled)'],
  );
}

function outgoingMoments({ outgoing }: StoredPayment): Moment[] {
  if (outgoing === undefined) return [];
  const { cancel_reason: reason, error } = outgoing;
  return moments(
    'backend',
    [outgoing.created_at, 'outgoing payment FUNDING'],
    [outgoing.funded_at, 'outgoing payment SENDING'],
    [outgoing.completed_at, 'outgoing payment COMPLETED'],
    [outgoing.cancelled_at, `outgoing payment ${withReason('CANCELLED', reason)}`],
    [outgoing.failed_at, `outgoing payment ${withReason('FAILED', error)}`],
  );
}

function bankMoments({ holds, credits }: StoredPayment): Moment[] {
  return [
    ...holds.flatMap((hold) => {
      const { bank, status, amount, release_reason: reason } = hold;
      const last = `hold ${withReason(status, reason)} of ${amount}`;
      const changed = hold.updated_at > hold.created_at;
      return changed
        ? moments(bank, [hold.created_at, `hold of ${amount}`], [hold.updated_at, last])
        : moments(bank, [hold.created_at, last]);
    }),
    ...credits.flatMap(({ bank, amount, created_at: at }) =>
      moments(bank, [at, `credited ${amount}`]),
    ),
  ];
}

function withReason(status: string, reason: string | null): string {
  return reason === null ? status : `${status} (${reason})`;
}
