import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { EVERY_RECORD, type TopicRecord } from '@tapmesh/messaging';
import { Intake } from './intake.js';

/** The bridge's door on Kafka. */
@Controller()
export class EventsConsumer {
  constructor(private readonly intake: Intake) {}

  @EventPattern(EVERY_RECORD)
  async read(@Payload() records: TopicRecord[]): Promise<void> {
    await this.intake.take(records);
  }
}
