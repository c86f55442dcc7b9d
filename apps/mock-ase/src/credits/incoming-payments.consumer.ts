import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { IncomingPaymentEvent, type Message } from '@tapmesh/events';
import { CreditsService } from './credits.service.js';

/**
 * The bank's door to the mesh: what its merchants received. Created, expired and partly received
 * payments move no money of this bank, so that it listens to `completed` alone.
 */
@Controller()
export class IncomingPaymentsConsumer {
  constructor(private readonly credits: CreditsService) {}

  @EventPattern(IncomingPaymentEvent.Completed)
  completed(@Payload() messages: Message<IncomingPaymentEvent.Completed>[]): Promise<void> {
    return this.credits.credit(messages);
  }
}
