import type { Finding } from '../report.js';
import { askedByOthersFindings, isAskedByOthers } from './card-door.js';
import { partiesFindings, type Parties } from './parties.js';

/** Status, ids and amount of a card payment, as the POS service wrote them down. */
export interface PosEntry extends Parties {
  status: string;
  reason: string | null;
  outgoingPaymentId: string | null;
  incomingPaymentId: string;
  amount: bigint;
  asset: string;
}

/** What was asked is null of a request that nobody could handle: it is declined without it. */
export interface CardEntry {
  status: string;
  reason: string | null;
  outgoingPaymentId: string;
  incomingPaymentId: string | null;
  amount: bigint | null;
  asset: string | null;
  sender: string | null;
  receiver: string | null;
  /** Nobody waits for a message: it was asked for at the card service's HTTP door. */
  overHttp: boolean;
}

export interface OutgoingEntry {
  id: string;
  state: string;
  reason: string | null;
  incomingPaymentId: string;
  receive: bigint;
  asset: string;
  /** The URL of the wallet address that pays; its id, where there is no such wallet address. */
  sender: string;
  /** What it pays was made over the Admin API, for a POS service whose books we do not have. */
  forOthers: boolean;
}

export interface IncomingEntry {
  id: string;
  state: string;
  received: bigint;
  /** As the outgoing payment's `sender`. */
  receiver: string;
  /** It is past its expiry, and nobody has closed it. */
  overdue: boolean;
}

/** How the card service is asked that our own wallet addresses name. */
export type CardServiceDoor = 'kafka' | 'http';

/** One request as the POS service, the card service and the backend have it. */
export interface CardPaymentBooks {
  pos?: PosEntry;
  card?: CardEntry;
  /** `kafka` unless it says more. */
  cardServiceDoor?: CardServiceDoor;
  /** More than one would be a request that was paid twice. */
  outgoing: readonly OutgoingEntry[];
  incoming: readonly IncomingEntry[];
}

/** Everything in which the books differ about one request; nothing where they tell the same, to the end. */
export function cardPaymentFindings(books: CardPaymentBooks): Finding[] {
  const { pos, outgoing, incoming } = books;
  const findings: Finding[] = [];
  if (outgoing.length > 1) {
    findings.push(finding('paid_twice', `${outgoing.length} outgoing payments were made for it`));
  }
  if (incoming.length > 1) {
    const message = `${incoming.length} incoming payments were made for it`;
    findings.push(finding('several_incoming_payments', message));
  }
  if (isAskedByOthers(books)) return [...findings, ...askedByOthersFindings(books)];
  if (pos === undefined) {
    const message = `the POS service does not know it: ${whereItStands(books)}`;
    return [...findings, finding('unknown_at_pos', message)];
  }
  findings.push(...partiesFindings(pos, partiesElsewhere(books)));
  switch (pos.status) {
    case 'APPROVED':
      return [...findings, ...approvedFindings(books, pos)];
    case 'DECLINED':
      return [...findings, ...declinedFindings(books, pos)];
    default:
      return [...findings, finding('stuck', `it has no outcome: ${whereItStands(books)}`)];
  }
}

function partiesElsewhere({ card, outgoing, incoming }: CardPaymentBooks) {
  const { sender, receiver } = card ?? {};
  return {
    card: sender && receiver ? { sender, receiver } : undefined,
    senders: outgoing.map((payment) => payment.sender),
    receivers: incoming.map((payment) => payment.receiver),
  };
}

function approvedFindings(books: CardPaymentBooks, pos: PosEntry) {
  const { card, outgoing, incoming } = books;
  return [
    ...(card === undefined
      ? isAskedOverHttp(books, pos)
        ? []
        : [unknownAtCard('approved')]
      : approvedAtCard(card, pos)),
    ...(outgoing.length === 0 && !isForeign(pos)
      ? [finding('outgoing_payment_missing', 'approved, but the backend has no outgoing payment')]
      : outgoing.flatMap((payment) => paid(payment, books, pos))),
    ...(incoming.length === 0
      ? [finding('incoming_payment_missing', 'approved, but the backend has no incoming payment')]
      : incoming.flatMap((payment) => arrived(payment, pos))),
  ];
}

/**
 * Paid from a wallet address of others, by what its own card service says to its own backend: of the
 * payer's side only the incoming payment tells, which lies where the receiver's wallet address does.
 */
function isForeign({ sender, receiver }: PosEntry): boolean {
  return URL.parse(sender)?.origin !== URL.parse(receiver)?.origin;
}

/** Somebody else's card service spoke for it: we have no books of that, and it told no outgoing payment. */
function isAskedOverHttp({ card, cardServiceDoor }: CardPaymentBooks, pos: PosEntry): boolean {
  return isForeign(pos) || (card === undefined && cardServiceDoor === 'http');
}

function approvedAtCard(card: CardEntry, pos: PosEntry): Finding[] {
  const findings = termsFindings(card, pos);
  if (card.status !== 'APPROVED') {
    findings.push(finding('outcome_differs', `POS service APPROVED, card service ${told(card)}`));
  }
  if (card.outgoingPaymentId !== pos.outgoingPaymentId) {
    const message = `the POS service says outgoing payment ${pos.outgoingPaymentId}, the card service ${card.outgoingPaymentId}`;
    findings.push(finding('outgoing_payment_differs', message));
  }
  return findings;
}

function paid(outgoing: OutgoingEntry, books: CardPaymentBooks, pos: PosEntry): Finding[] {
  const findings: Finding[] = [];
  if (outgoing.state !== 'COMPLETED') {
    const message = `approved, but the outgoing payment ${outgoing.id} is ${outgoing.state}`;
    findings.push(finding('outcome_differs', message));
  }
  if (outgoing.id !== pos.outgoingPaymentId && !isAskedOverHttp(books, pos)) {
    const message = `approved for outgoing payment ${pos.outgoingPaymentId}, the backend has ${outgoing.id}`;
    findings.push(finding('outgoing_payment_differs', message));
  }
  if (outgoing.incomingPaymentId !== pos.incomingPaymentId) {
    const message = `incoming payment ${outgoing.incomingPaymentId} was paid, not ${pos.incomingPaymentId}`;
    findings.push(finding('incoming_payment_differs', message));
  }
  if (outgoing.receive !== pos.amount || outgoing.asset !== pos.asset) {
    const message = `${outgoing.receive} ${outgoing.asset} was sent for ${pos.amount} ${pos.asset}`;
    findings.push(finding('amount_differs', message));
  }
  return findings;
}

function arrived(incoming: IncomingEntry, pos: PosEntry): Finding[] {
  const findings: Finding[] = [];
  if (incoming.id !== pos.incomingPaymentId) findings.push(otherIncoming(incoming, pos));
  if (incoming.state !== 'COMPLETED') {
    const message = `approved, but the incoming payment ${incoming.id} is ${incoming.state}`;
    findings.push(finding('outcome_differs', message));
  }
  if (incoming.received !== pos.amount) {
    const message = `${incoming.received} of ${pos.amount} arrived`;
    findings.push(finding('amount_differs', message));
  }
  return findings;
}

function declinedFindings(books: CardPaymentBooks, pos: PosEntry): Finding[] {
  const { card, outgoing, incoming } = books;
  const made = outgoing.length > 0 || incoming.length > 0;
  return [
    // Where the backend refused to make anything, the card service need not have heard of it.
    ...(card === undefined
      ? made && !isAskedOverHttp(books, pos)
        ? [unknownAtCard('declined')]
        : []
      : declinedAtCard(card, pos, made)),
    ...outgoing.flatMap((payment) => cancelled(payment, card)),
    ...incoming.flatMap((payment) => nothingArrived(payment, pos)),
  ];
}

function declinedAtCard(card: CardEntry, pos: PosEntry, made: boolean): Finding[] {
  const findings = termsFindings(card, pos);
  if (card.status === 'REQUESTED') {
    findings.push(finding('stuck', `POS service ${told(pos)}, card service still REQUESTED`));
  } else if (card.status !== 'DECLINED') {
    const message = `POS service ${told(pos)}, card service ${told(card)}`;
    findings.push(finding('outcome_differs', message));
  } else if (made && terminalsWord(pos.reason) !== terminalsWord(card.reason)) {
    // Where nothing was made the backend refused both commands, each for a reason of its own.
    const message = `POS service ${told(pos)}, card service ${told(card)}`;
    findings.push(finding('reason_differs', message));
  }
  return findings;
}

function cancelled(outgoing: OutgoingEntry, card: CardEntry | undefined): Finding[] {
  const findings: Finding[] = [];
  if (outgoing.state === 'FUNDING') {
    findings.push(finding('stuck', `declined, but the outgoing payment ${outgoing.id} is FUNDING`));
  } else if (outgoing.state !== 'CANCELLED') {
    const message = `declined, but the outgoing payment ${outgoing.id} is ${outgoing.state}`;
    findings.push(finding('outcome_differs', message));
  } else if (card?.reason && terminalsWord(card.reason) !== outgoing.reason) {
    const message = `the card service says ${card.reason}, the backend cancelled for ${outgoing.reason}`;
    findings.push(finding('reason_differs', message));
  }
  if (card !== undefined && outgoing.id !== card.outgoingPaymentId) {
    const message = `the card service asked for outgoing payment ${card.outgoingPaymentId}, the backend has ${outgoing.id}`;
    findings.push(finding('outgoing_payment_differs', message));
  }
  return findings;
}

function nothingArrived(incoming: IncomingEntry, pos: PosEntry): Finding[] {
  const findings: Finding[] = [];
  if (incoming.id !== pos.incomingPaymentId) findings.push(otherIncoming(incoming, pos));
  if (incoming.received !== 0n || !['PENDING', 'EXPIRED'].includes(incoming.state)) {
    const message = `declined, but the incoming payment ${incoming.id} is ${incoming.state} with ${incoming.received} received`;
    findings.push(finding('outcome_differs', message));
  } else if (incoming.state === 'PENDING' && incoming.overdue) {
    const message = `the incoming payment ${incoming.id} is past its expiry and still PENDING`;
    findings.push(finding('stuck', message));
  }
  return findings;
}

/** What was asked for, which no outcome changes. */
function termsFindings(card: CardEntry, pos: PosEntry): Finding[] {
  // Without an amount it has none of the terms: the card service's database keeps it so.
  if (card.amount === null) return [];
  const findings: Finding[] = [];
  if (card.amount !== pos.amount || card.asset !== pos.asset) {
    const message = `the POS service asked for ${pos.amount} ${pos.asset}, the card service has ${card.amount} ${card.asset}`;
    findings.push(finding('amount_differs', message));
  }
  if (card.incomingPaymentId !== pos.incomingPaymentId) {
    const message = `the POS service says incoming payment ${pos.incomingPaymentId}, the card service ${card.incomingPaymentId}`;
    findings.push(finding('incoming_payment_differs', message));
  }
  return findings;
}

/** A command that came after the deadline was refused for it: to the terminal that is one and the same. */
function terminalsWord(reason: string | null): string | null {
  return reason === 'deadline_passed' ? 'decision_timeout' : reason;
}

function told({ status, reason }: { status: string; reason: string | null }): string {
  return reason === null ? status : `${status} (${reason})`;
}

function whereItStands({ pos, card, outgoing, incoming }: CardPaymentBooks): string {
  return [
    `POS service ${pos ? told(pos) : 'unknown'}`,
    `card service ${card ? told(card) : 'unknown'}`,
    `outgoing payment ${outgoing.map(told3).join(', ') || 'none'}`,
    `incoming payment ${incoming.map(({ state }) => state).join(', ') || 'none'}`,
  ].join(', ');
}

function told3({ state, reason }: OutgoingEntry): string {
  return told({ status: state, reason });
}

function otherIncoming({ id }: IncomingEntry, pos: PosEntry): Finding {
  const message = `the POS service says incoming payment ${pos.incomingPaymentId}, the backend has ${id}`;
  return finding('incoming_payment_differs', message);
}

function unknownAtCard(outcome: string): Finding {
  return finding('unknown_at_card', `${outcome}, but the card service does not know it`);
}

function finding(kind: string, message: string): Finding {
  return { kind, message };
}
