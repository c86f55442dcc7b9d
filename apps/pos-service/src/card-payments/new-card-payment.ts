import { Audience, CardPaymentEvent, Command, InitiatedBy } from '@tapmesh/events';
import type { MessageFactory, OutgoingMessage } from '@tapmesh/messaging';
import type { MerchantWalletAddress } from '../merchants/merchant-wallet-addresses.js';
import type { CardPaymentTerms } from './card-payment.js';

/** A card payment with everything that the card service is told of it. */
export interface AskedCardPayment {
  terms: CardPaymentTerms;
  /** What the card said; it goes out by message and is not kept here. */
  signature: string;
  payload: string;
  /** Of the terminal's request; undefined where nothing is traced. */
  traceparent?: string;
}

/** A card payment that is to be stored and asked for. */
export interface NewCardPayment extends AskedCardPayment {
  receiver: MerchantWalletAddress;
  /** Of a sender whose wallet address is not ours; asked over HTTP, by its row. */
  foreignCardService?: string;
}

export interface MessagesOptions {
  messages: MessageFactory;
  /** A partition of `card-answers` that this instance reads. */
  replyPartition: number | undefined;
}

/**
 * The card service is asked only after the command to make the incoming payment is acknowledged
 * (wave 1 after wave 0), so that the backend reads that one first.
 */
export function messagesFor(payment: NewCardPayment, options: MessagesOptions): OutgoingMessage[] {
  if (payment.foreignCardService !== undefined) {
    return [{ message: createIncomingPayment(payment, options) }];
  }
  return [
    { message: createIncomingPayment(payment, options), wave: 0 },
    { message: requestCardPayment(payment, options), wave: 1 },
  ];
}

/** Names no expiry: the backend's own margin after the deadline counts for a card payment. */
function createIncomingPayment(
  { terms, receiver, traceparent }: NewCardPayment,
  { messages }: Pick<MessagesOptions, 'messages'>,
) {
  return messages.make({
    type: Command.CreateIncomingPayment,
    key: terms.requestId,
    subject: terms.incomingPaymentId,
    tenantId: receiver.tenantId,
    deadline: terms.deadline.toISOString(),
    traceparent,
    data: {
      id: terms.incomingPaymentId,
      walletAddress: terms.receiverWalletAddress,
      incomingAmount: amountOf(terms),
      initiatedBy: InitiatedBy.Card,
      senderWalletAddress: terms.senderWalletAddress,
    },
  });
}

/** Asked again it is the same question, with the deadline of the first time. */
export function requestCardPayment(
  { terms, signature, payload, traceparent }: AskedCardPayment,
  { messages, replyPartition }: MessagesOptions,
) {
  return messages.make({
    type: CardPaymentEvent.Requested,
    key: terms.requestId,
    subject: terms.requestId,
    audience: [Audience.CardService],
    deadline: terms.deadline.toISOString(),
    replyPartition,
    traceparent,
    data: {
      requestId: terms.requestId,
      signature,
      payload,
      amount: amountOf(terms),
      senderWalletAddress: terms.senderWalletAddress,
      receiverWalletAddress: terms.receiverWalletAddress,
      incomingPaymentId: terms.incomingPaymentId,
      timestamp: terms.timestamp.getTime(),
    },
  });
}

function amountOf({ amount }: CardPaymentTerms) {
  const { value, assetCode, assetScale } = amount;
  return { value: value.toString(), assetCode, assetScale };
}
