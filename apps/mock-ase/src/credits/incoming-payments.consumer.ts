import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { IncomingPaymentEvent, type Message } from '@tapmesh/events';
import { CreditsService } from './credits.service.js';
import type { ReceivedPayment } from './received-payment.js';

/**
 * The bank's door to the mesh: what its merchants received. A payment that was created or partly
 * received has not ended: only its end moves money of this bank.
 */
@Controller()
export class IncomingPaymentsConsumer {
  constructor(private readonly credits: CreditsService) {}

  @EventPattern(IncomingPaymentEvent.Completed)
  completed(@Payload() messages: Message<IncomingPaymentEvent.Completed>[]): Promise<void> {
    return this.credits.credit(messages.map(received));
  }

  /** What came in before it expired is the merchant's all the same. */
  @EventPattern(IncomingPaymentEvent.Expired)
  expired(@Payload() messages: Message<IncomingPaymentEvent.Expired>[]): Promise<void> {
    return this.credits.credit(messages.map(received));
  }
}

function received({
  key,
  data,
}: Message<IncomingPaymentEvent.Completed | IncomingPaymentEvent.Expired>): ReceivedPayment {
  const { id, walletAddressId, receivedAmount } = data;
  return { id, walletAddressId, receivedAmount, key };
}
