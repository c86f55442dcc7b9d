import { Controller, Logger } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import {
  CardPaymentEvent,
  CommandOutcome,
  OutgoingPaymentStatusEvent,
  type Message,
} from '@tapmesh/events';
import { Metrics } from '@tapmesh/service-kit';
import { v7 as uuidv7 } from 'uuid';
import type { CardPaymentRefusal, Decision, Verdict } from './card-payment.js';
import type { PaymentRequest } from './card-payments.repository.js';
import { CardPaymentsService } from './card-payments.service.js';
import { contentDigest } from './request-content.js';
import { verdictOfCancelled, verdictOfFunded, verdictOfRefused } from './verdicts.js';

/** How loud a refusal is. Nobody who could be answered waits for one: it is only noted. */
const levelOf: Record<CardPaymentRefusal, 'debug' | 'warn'> = {
  unknown_request: 'debug',
  content_differs: 'warn',
  other_payment: 'warn',
  already_answered: 'warn',
};

/** The card service's door on Kafka. */
@Controller()
export class CardPaymentsConsumer {
  private readonly logger = new Logger(CardPaymentsConsumer.name);
  private readonly changes: ReturnType<Metrics['counter']>;

  constructor(
    private readonly payments: CardPaymentsService,
    metrics: Metrics,
  ) {
    this.changes = metrics.counter({
      name: 'tapmesh_card_payment_changes_total',
      help: 'What became of card payments, and what was refused',
      labels: ['change'],
    });
  }

  @EventPattern(CardPaymentEvent.Requested)
  async requested(@Payload() messages: Message<CardPaymentEvent.Requested>[]): Promise<void> {
    const requests = messages.map(toRequest);
    const decisions = await this.payments.request(requests);
    this.note(
      requests.map(({ command }) => command),
      decisions,
    );
  }

  @EventPattern(OutgoingPaymentStatusEvent.Funded)
  funded(@Payload() messages: Message<OutgoingPaymentStatusEvent.Funded>[]): Promise<void> {
    return this.conclude(messages.map(verdictOfFunded));
  }

  @EventPattern(OutgoingPaymentStatusEvent.Cancelled)
  cancelled(@Payload() messages: Message<OutgoingPaymentStatusEvent.Cancelled>[]): Promise<void> {
    return this.conclude(messages.map(verdictOfCancelled));
  }

  @EventPattern(CommandOutcome.Refused)
  refused(@Payload() messages: Message<CommandOutcome.Refused>[]): Promise<void> {
    return this.conclude(messages.map(verdictOfRefused));
  }

  private async conclude(heard: (Verdict | undefined)[]): Promise<void> {
    const verdicts = heard.filter((verdict) => verdict !== undefined);
    if (verdicts.length === 0) return;
    this.note(verdicts, await this.payments.conclude(verdicts));
  }

  private note(commands: { type: string; requestId: string }[], decisions: Decision[]): void {
    decisions.forEach((decision, position) => {
      if (decision.accepted) {
        for (const { type } of decision.changes) this.changes.inc({ change: type });
        return;
      }
      const { type, requestId } = commands[position]!;
      const { refusal } = decision;
      this.changes.inc({ change: refusal });
      this.logger[levelOf[refusal]]({ requestId, refusal }, `${type} changes nothing`);
    });
  }
}

function toRequest(message: Message<CardPaymentEvent.Requested>): PaymentRequest {
  const { data, deadline, replyPartition } = message;
  // Without one the payment could stay open for ever: better in the dead letters than in a queue.
  if (deadline === undefined) throw new Error(`${message.type} ${message.id} has no deadline`);
  return {
    command: {
      type: 'request',
      requestId: data.requestId.toLowerCase(),
      outgoingPaymentId: uuidv7(),
      contentDigest: contentDigest(data),
      deadline: new Date(deadline),
      replyTo: replyPartition ?? null,
    },
    content: data,
  };
}
