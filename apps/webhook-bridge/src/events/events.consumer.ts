import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { Topic } from '@tapmesh/events';
import { EVERY_RECORD, type TopicRecord } from '@tapmesh/messaging';
import { Intake } from './intake.js';

/** What may be told outside the mesh. */
export const EVENT_TOPICS: readonly Topic[] = [
  Topic.OutgoingPayments,
  Topic.OutgoingPaymentStatus,
  Topic.IncomingPayments,
  Topic.Assets,
  Topic.WalletAddresses,
  Topic.WebhookEndpoints,
];

/** The bridge's door on Kafka. */
@Controller()
export class EventsConsumer {
  constructor(private readonly intake: Intake) {}

  @EventPattern(EVERY_RECORD)
  async read(@Payload() records: TopicRecord[]): Promise<void> {
    await this.intake.take(records);
  }
}
