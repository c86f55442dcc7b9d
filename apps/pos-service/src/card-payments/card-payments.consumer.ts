import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { CardPaymentEvent, Command, CommandOutcome, type Message } from '@tapmesh/events';
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
    await this.verdicts.record(messages.filter(isOfOurCommand).map(refusalOf));
  }
}

/** We send this one command and no other. */
function isOfOurCommand({ data }: Message<CommandOutcome.Refused>): boolean {
  return data.commandType === Command.CreateIncomingPayment;
}

/**
 * The key of everything that belongs to a card payment is its request id.
 * @throws when it is none, so that the refusal ends in the dead letters and somebody sees it
 */
function refusalOf({ key, data }: Message<CommandOutcome.Refused>): Verdict {
  const { requestId = key, code, paymentId } = data;
  if (!isUUID(requestId)) throw new Error('a refused incoming payment without a request id');
  return {
    type: 'refuse',
    requestId,
    incomingPaymentId: isUUID(paymentId) ? paymentId : undefined,
    code,
  };
}
