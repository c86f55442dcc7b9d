import {
  Audience,
  CardPaymentEvent,
  Command,
  CommandOutcome,
  IncomingPaymentEvent,
  IncomingPaymentState,
  InitiatedBy,
  parsePayload,
  RefusalCode,
  Topic,
  type CardPaymentRequested,
  type CreateIncomingPayment,
} from '@tapmesh/events';
import { MessageFactory } from '@tapmesh/messaging';
import type { RecordedMessage, Recording, TestBroker } from '@tapmesh/messaging/testing';
import { v7 as uuidv7 } from 'uuid';

/** The card service, as far as the POS service hears it: says only what the test has it say. */
export class CardService {
  private readonly messages = new MessageFactory({ source: '/card-service' });

  constructor(
    private readonly broker: TestBroker,
    private readonly heard: Recording,
  ) {}

  asked(requestId: string): Promise<RecordedMessage> {
    return this.heard.first(({ topic, key }) => topic === Topic.CardRequests && key === requestId);
  }

  /** Waits to be asked, and answers to where the question says. */
  async approve(requestId: string, outgoingPaymentId = uuidv7()): Promise<string> {
    await this.approveTo(replyPartitionOf(await this.asked(requestId)), {
      requestId,
      outgoingPaymentId,
    });
    return outgoingPaymentId;
  }

  approveTo(
    partition: number | undefined,
    data: { requestId: string; outgoingPaymentId: string },
  ): Promise<void> {
    const message = this.messages.make({
      type: CardPaymentEvent.Approved,
      key: data.requestId,
      subject: data.requestId,
      audience: [Audience.PosService],
      data,
    });
    return this.broker.send(message, partition);
  }

  async decline(requestId: string, reason: string): Promise<void> {
    const message = this.messages.make({
      type: CardPaymentEvent.Declined,
      key: requestId,
      subject: requestId,
      audience: [Audience.PosService],
      data: { requestId, reason },
    });
    await this.broker.send(message, replyPartitionOf(await this.asked(requestId)));
  }
}

/** The backend, as far as the POS service hears it. */
export class Backend {
  private readonly messages = new MessageFactory({ source: '/backend' });

  constructor(
    private readonly broker: TestBroker,
    private readonly heard: Recording,
  ) {}

  asked(requestId: string): Promise<RecordedMessage> {
    return this.heard.first(
      ({ topic, key }) => topic === Topic.PaymentCommands && key === requestId,
    );
  }

  /** Tells of the incoming payment that it was asked for. */
  async says(
    requestId: string,
    type: IncomingPaymentEvent,
    cancellationReason?: string,
  ): Promise<void> {
    const command = await this.asked(requestId);
    const { id, incomingAmount } = commanded(command);
    const completed = type === IncomingPaymentEvent.Completed;
    await this.broker.send(
      this.messages.make({
        type,
        key: requestId,
        subject: id,
        audience: [Audience.Tenant, Audience.PosService],
        data: {
          id,
          walletAddressId: id,
          state: states[type],
          completed,
          receivedAmount: { ...incomingAmount!, value: completed ? incomingAmount!.value : '0' },
          incomingAmount,
          initiatedBy: InitiatedBy.Card,
          createdAt: new Date().toISOString(),
          expiresAt: new Date(Date.now() + 60_000).toISOString(),
          cancellationReason,
        },
      }),
    );
  }

  async refuse(
    requestId: string,
    code: RefusalCode,
    differing: {
      audience?: Audience;
      commandId?: string;
      commandType?: string;
      paymentId?: string;
    } = {},
  ): Promise<void> {
    const command = await this.asked(requestId);
    const { audience = Audience.PosService, ...data } = differing;
    await this.broker.send(
      this.messages.make({
        type: CommandOutcome.Refused,
        key: requestId,
        subject: command.headers.ce_id ?? '',
        audience: [audience],
        data: {
          commandId: command.headers.ce_id ?? '',
          commandType: command.headers.ce_type ?? '',
          code,
          paymentId: commanded(command).id,
          requestId,
          ...data,
        },
      }),
    );
  }
}

const states: Record<IncomingPaymentEvent, IncomingPaymentState> = {
  [IncomingPaymentEvent.Created]: IncomingPaymentState.Pending,
  [IncomingPaymentEvent.PartialPaymentReceived]: IncomingPaymentState.Processing,
  [IncomingPaymentEvent.Completed]: IncomingPaymentState.Completed,
  [IncomingPaymentEvent.Expired]: IncomingPaymentState.Expired,
};

export function commanded(message: RecordedMessage): CreateIncomingPayment {
  return parsePayload(Command.CreateIncomingPayment, JSON.parse(message.value));
}

export function requestedOf(message: RecordedMessage): CardPaymentRequested {
  return parsePayload(CardPaymentEvent.Requested, JSON.parse(message.value));
}

export function replyPartitionOf({ headers }: RecordedMessage): number | undefined {
  const partition = headers.ce_replypartition;
  return partition === undefined ? undefined : Number(partition);
}
