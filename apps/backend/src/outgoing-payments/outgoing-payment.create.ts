import { InitiatedBy, RefusalCode, type Amount, type CreateOutgoingPayment } from '@tapmesh/events';
import type { IncomingPayment } from '../incoming-payments/incoming-payment.js';
import { isInAsset } from '../money.js';
import { quote, type Quote, type QuoteTerms } from '../quotes/quote.js';
import type { WalletAddress } from '../wallet-addresses/wallet-address.js';
import type {
  FundingOutgoingPayment,
  OutgoingPayment,
  OutgoingPaymentOrigin,
} from './outgoing-payment.js';

export interface OutgoingPaymentRequest {
  command: CreateOutgoingPayment;
  /** The command's deadline: for a card payment the moment by which it must be decided. */
  deadline?: Date;
  /**
   * How long a card's payment has that comes without a deadline, as it does over the Admin API; over
   * Kafka it must have one.
   */
  cardPaymentTimeoutMs?: number;
  sender?: WalletAddress;
  receiver?: { payment: IncomingPayment; url: string };
  /** What conversion and sending cost; no rate where none is known. */
  terms: QuoteTerms;
  /** The one that was made before, of the payment's id; left out, one is made now. */
  quote?: Quote;
  /** What the sender wants to pay, where that was said instead of what is to arrive. */
  debit?: Amount;
  quoteLifespanMs: number;
  now: Date;
}

export type OutgoingPaymentCreation =
  { payment: FundingOutgoingPayment; quote: Quote } | { refusal: RefusalCode; message?: string };

/** A new outgoing payment with its quote, or why there will be none. */
export function createOutgoingPayment(request: OutgoingPaymentRequest): OutgoingPaymentCreation {
  const { command, deadline, sender, receiver, now } = request;
  if (deadline !== undefined && now > deadline) return { refusal: RefusalCode.DeadlinePassed };
  const origin = originOf(request);
  if (origin === undefined) {
    return {
      refusal: RefusalCode.InvalidMessage,
      message:
        'a card payment needs its card details and a deadline, any other has no card details',
    };
  }
  if (sender === undefined) return { refusal: RefusalCode.UnknownWalletAddress };
  if (!sender.active) return { refusal: RefusalCode.InactiveWalletAddress };
  if (receiver === undefined) return { refusal: RefusalCode.UnknownPayment };
  const closed = whyNotPayable(receiver.payment, origin, now);
  if (closed !== undefined) return { refusal: closed };

  const quoted = quoteFor(request, origin, { sender, receiver });
  if ('refusal' in quoted) return quoted;
  if (!paysACardInFull(origin, receiver.payment, quoted.quote)) {
    return { refusal: RefusalCode.AmountMismatch };
  }
  return {
    quote: quoted.quote,
    payment: {
      status: 'FUNDING',
      id: command.id,
      tenantId: sender.tenantId,
      walletAddressId: sender.id,
      incomingPaymentId: receiver.payment.id,
      receiver: receiver.url,
      asset: quoted.quote.asset,
      debit: quoted.quote.debit,
      fee: quoted.quote.fee,
      receiveAsset: quoted.quote.receiveAsset,
      receive: quoted.quote.receive,
      origin,
      createdAt: now,
      decideBy: origin.initiatedBy === InitiatedBy.Card ? origin.deadline : quoted.quote.expiresAt,
      metadata: command.metadata,
      version: 1,
    },
  };
}

/** A terminal is told yes or no: a part of what it asked for would be neither. */
function paysACardInFull(
  origin: OutgoingPaymentOrigin,
  receiver: IncomingPayment,
  { receive }: Quote,
): boolean {
  const forACard = receiver.origin.initiatedBy === InitiatedBy.Card;
  if (origin.initiatedBy !== InitiatedBy.Card || !forACard) return true;
  return receive === receiver.incomingAmount;
}

/** What it costs: as it was said before, or as it is now. */
function quoteFor(
  { command, quote: stored, debit, terms, quoteLifespanMs, now }: OutgoingPaymentRequest,
  origin: OutgoingPaymentOrigin,
  { sender, receiver }: Required<Pick<OutgoingPaymentRequest, 'sender' | 'receiver'>>,
): { quote: Quote } | { refusal: RefusalCode } {
  if (stored !== undefined) {
    const isOfThis = stored.walletAddressId === sender.id && stored.receiver === receiver.url;
    if (!isOfThis) return { refusal: RefusalCode.IdReused };
    return now > stored.expiresAt ? { refusal: RefusalCode.QuoteExpired } : { quote: stored };
  }
  return quote({
    id: command.id,
    sender,
    receiver,
    asked: { expected: command.expectedAmount, debit },
    terms,
    deadline: origin.initiatedBy === InitiatedBy.Card ? origin.deadline : undefined,
    lifespanMs: quoteLifespanMs,
    now,
  });
}

/** What came of a payment that was not inserted: a holder has its request id or its receiver. */
export function judgeConflict(
  asked: OutgoingPayment,
  holders: readonly OutgoingPayment[],
): RefusalCode {
  const requestId = requestIdOf(asked.origin);
  const sameRequest = holders.some(
    ({ tenantId, origin }) =>
      requestId !== undefined && tenantId === asked.tenantId && requestIdOf(origin) === requestId,
  );
  return sameRequest ? RefusalCode.IdReused : RefusalCode.IncomingPaymentReserved;
}

/** Whether a command that repeats an id asks for the same, whatever has become of it since. */
export function asksForTheSame(
  stored: OutgoingPayment,
  request: Pick<OutgoingPaymentRequest, 'command' | 'sender' | 'receiver' | 'quote' | 'debit'>,
): boolean {
  const { command, sender } = request;
  const { cardDetails } = command;
  return (
    isSameSum(stored, request) &&
    stored.walletAddressId === sender?.id &&
    stored.incomingPaymentId === command.incomingPaymentId &&
    stored.origin.initiatedBy === command.initiatedBy &&
    requestIdOf(stored.origin) === cardDetails?.requestId.toLowerCase()
  );
}

function isSameSum(
  stored: OutgoingPayment,
  {
    command: { expectedAmount },
    receiver,
    quote: asked,
    debit,
  }: Pick<OutgoingPaymentRequest, 'command' | 'receiver' | 'quote' | 'debit'>,
): boolean {
  if (asked !== undefined) return asked.debit === stored.debit;
  if (debit !== undefined) {
    return isInAsset(debit, stored.asset) && BigInt(debit.value) === stored.debit;
  }
  return expectedAmount === undefined
    ? receiver?.payment.incomingAmount !== undefined
    : isInAsset(expectedAmount, stored.receiveAsset) &&
        BigInt(expectedAmount.value) === stored.receive;
}

export function requestIdOf(origin: OutgoingPaymentOrigin): string | undefined {
  return origin.initiatedBy === InitiatedBy.Card
    ? origin.cardDetails.requestId.toLowerCase()
    : undefined;
}

function originOf(request: OutgoingPaymentRequest): OutgoingPaymentOrigin | undefined {
  const { initiatedBy, cardDetails } = request.command;
  if (initiatedBy !== InitiatedBy.Card) {
    return cardDetails === undefined ? { initiatedBy } : undefined;
  }
  const deadline = request.deadline ?? ownDeadline(request);
  if (cardDetails === undefined || deadline === undefined) return undefined;
  return { initiatedBy, cardDetails, deadline };
}

/** Not beyond what it pays: decided later, it could not be delivered. */
function ownDeadline({
  cardPaymentTimeoutMs,
  receiver,
  now,
}: OutgoingPaymentRequest): Date | undefined {
  if (cardPaymentTimeoutMs === undefined) return undefined;
  const given = new Date(now.getTime() + cardPaymentTimeoutMs);
  const end = receiver?.payment.expiresAt;
  return end !== undefined && end < given ? end : given;
}

/** What is made for a card is paid by a card alone; anything else takes payers until it is complete. */
function whyNotPayable(
  receiver: IncomingPayment,
  origin: OutgoingPaymentOrigin,
  now: Date,
): RefusalCode | undefined {
  const open = receiver.status === 'PENDING' || receiver.status === 'PROCESSING';
  if (!open || now > receiver.expiresAt) return RefusalCode.IncomingPaymentNotPending;
  const forACard = receiver.origin.initiatedBy === InitiatedBy.Card;
  return forACard && origin.initiatedBy !== InitiatedBy.Card
    ? RefusalCode.IncomingPaymentReserved
    : undefined;
}
