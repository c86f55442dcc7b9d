import { Injectable } from '@nestjs/common';
import {
  Audience,
  CardPaymentEvent,
  Command,
  InitiatedBy,
  type CardPaymentRequested,
} from '@tapmesh/events';
import { MessageFactory, type OutgoingMessage } from '@tapmesh/messaging';
import { AT_CONNECTION, type CardPayment } from './card-payment.js';

/** What the card service says to others. Everything of one card payment has the request id as key. */
@Injectable()
export class CardPaymentMessages {
  constructor(private readonly messages: MessageFactory) {}

  /**
   * The command has the id of the payment that it makes: a repeat of the one is a repeat of the
   * other, and a refusal, which names the command alone, finds its payment.
   */
  createOutgoingPayment(payment: CardPayment, content: CardPaymentRequested): OutgoingMessage {
    return {
      message: this.messages.make({
        type: Command.CreateOutgoingPayment,
        id: payment.outgoingPaymentId,
        key: payment.requestId,
        subject: payment.outgoingPaymentId,
        deadline: payment.deadline.toISOString(),
        data: {
          id: payment.outgoingPaymentId,
          walletAddress: content.senderWalletAddress,
          incomingPaymentId: content.incomingPaymentId,
          initiatedBy: InitiatedBy.Card,
          expectedAmount: content.amount,
          cardDetails: {
            requestId: payment.requestId,
            initiatedAt: new Date(content.timestamp).toISOString(),
            data: { signature: content.signature, payload: content.payload },
          },
        },
      }),
    };
  }

  /** The answer, to where the terminal waits; of a payment that has none yet, nothing. */
  answer(payment: CardPayment): OutgoingMessage[] {
    const { requestId, outgoingPaymentId, replyTo: replyPartition } = payment;
    if (replyPartition === AT_CONNECTION) return [];
    const envelope = {
      key: requestId,
      subject: requestId,
      audience: [Audience.PosService],
      deadline: payment.deadline.toISOString(),
      ...(replyPartition !== null && { replyPartition }),
    };
    const partition = replyPartition ?? undefined;
    switch (payment.status) {
      case 'REQUESTED':
        return [];
      case 'APPROVED': {
        const data = { requestId, outgoingPaymentId };
        const type = CardPaymentEvent.Approved;
        return [{ message: this.messages.make({ ...envelope, type, data }), partition }];
      }
      case 'DECLINED': {
        const data = { requestId, reason: payment.reason };
        const type = CardPaymentEvent.Declined;
        return [{ message: this.messages.make({ ...envelope, type, data }), partition }];
      }
    }
  }
}
