import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { Audience, CardPaymentEvent, Command, CommandOutcome, type Message } from '@tapmesh/events';
import { isUUID } from 'class-validator';
import type { Verdict } from './card-payment.js';
import { VerdictsService } from './verdicts.service.js';

/** The Kafka door: what the card service answers and what the backend refuses. */
@Controller()
export class CardPaymentsConsumer {
  constructor(private readonly verdicts: VerdictsService) {}

  @EventPattern(CardPaymentEvent.Approved)
  async approved(@Payload() messages: Message<CardPaymentEvent.Approved>[]): Promise<void> {
    await this.verdicts.record(
      messages.map(({ data }) => ({
        type: 'approve',
        requestId: data.requestId,
        outgoingPaymentId: data.outgoingPaymentId,
      })),
    );
  }

  @EventPattern(CardPaymentEvent.Declined)
  async declined(@Payload() messages: Message<CardPaymentEvent.Declined>[]): Promise<void> {
    await this.verdicts.record(
      messages.map(({ data }) => ({
        type: 'decline',
        requestId: data.requestId,
        reason: data.reason,
      })),
    );
  }

  @EventPattern(CommandOutcome.Refused)
  async refused(@Payload() messages: Message<CommandOutcome.Refused>[]): Promise<void> {
    await this.verdicts.record(messages.filter(isForUs).flatMap(refusalOf));
  }
}

/** Everybody's refusals travel on one topic; ours are of the one command that we send. */
function isForUs({ audience, data }: Message<CommandOutcome.Refused>): boolean {
  return (
    audience.includes(Audience.PosService) && data.commandType === Command.CreateIncomingPayment
  );
}

/** The key of everything that belongs to a card payment is its request id. */
function refusalOf({ key, data }: Message<CommandOutcome.Refused>): Verdict[] {
  const requestId = data.requestId ?? key;
  if (!isUUID(requestId)) return [];
  const { code, paymentId } = data;
  return [
    {
      type: 'refuse',
      requestId,
      incomingPaymentId: isUUID(paymentId) ? paymentId : undefined,
      code,
    },
  ];
}
