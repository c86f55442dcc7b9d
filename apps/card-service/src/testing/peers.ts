import {
  Audience,
  CardPaymentEvent,
  Command,
  CommandOutcome,
  OutgoingPaymentStatusEvent,
  parsePayload,
  type CardPaymentRequested,
  type CreateOutgoingPayment,
  type OutgoingPaymentPayload,
  type RefusalCode,
} from '@tapmesh/events';
import { MessageFactory } from '@tapmesh/messaging';
import type { RecordedMessage, TestBroker } from '@tapmesh/messaging/testing';

/** The POS service, as far as the card service hears it. */
export class PosService {
  private readonly messages = new MessageFactory({ source: '/pos-service' });

  constructor(private readonly broker: TestBroker) {}

  ask(content: CardPaymentRequested, replyPartition = 0): Promise<void> {
    return this.broker.send(
      this.messages.make({
        type: CardPaymentEvent.Requested,
        key: content.requestId,
        subject: content.requestId,
        data: content,
        audience: [Audience.CardService],
        deadline: new Date(Date.now() + 10_000).toISOString(),
        replyPartition,
      }),
    );
  }
}

/** The backend, as far as the card service hears it. */
export class Backend {
  private readonly messages = new MessageFactory({ source: '/backend' });

  constructor(private readonly broker: TestBroker) {}

  funded(command: RecordedMessage): Promise<void> {
    return this.say(OutgoingPaymentStatusEvent.Funded, command, { state: 'SENDING' });
  }

  cancelled(command: RecordedMessage, cancellationReason: string): Promise<void> {
    const metadata = { cancellationReason };
    return this.say(OutgoingPaymentStatusEvent.Cancelled, command, {
      state: 'CANCELLED',
      metadata,
    });
  }

  refused(command: RecordedMessage, code: RefusalCode, audience: Audience): Promise<void> {
    return this.broker.send(
      this.messages.make({
        type: CommandOutcome.Refused,
        key: command.key,
        subject: command.headers.ce_id!,
        audience: [audience],
        data: { commandId: command.headers.ce_id!, commandType: command.headers.ce_type!, code },
      }),
    );
  }

  private say(
    type: OutgoingPaymentStatusEvent.Funded | OutgoingPaymentStatusEvent.Cancelled,
    command: RecordedMessage,
    differing: object,
  ): Promise<void> {
    const payment = createdPayment(command);
    const data = {
      id: payment.id,
      walletAddressId: payment.id,
      receiver: `http://backend.test/incoming-payments/${payment.incomingPaymentId}`,
      debitAmount: payment.expectedAmount,
      receiveAmount: payment.expectedAmount,
      sentAmount: { ...payment.expectedAmount, value: '0' },
      balance: '0',
      stateAttempts: 0,
      initiatedBy: payment.initiatedBy,
      createdAt: new Date().toISOString(),
      cardDetails: payment.cardDetails,
      ...differing,
    } as OutgoingPaymentPayload;
    return this.broker.send(
      this.messages.make({
        type,
        key: command.key,
        subject: payment.id,
        audience: [Audience.CardService],
        data,
      }),
    );
  }
}

/** What the backend reads in the command. */
export function createdPayment(command: RecordedMessage): CreateOutgoingPayment {
  return parsePayload(Command.CreateOutgoingPayment, JSON.parse(command.value));
}
