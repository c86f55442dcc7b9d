import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import {
  CommandOutcome,
  OutgoingPaymentDepositEvent,
  OutgoingPaymentStatusEvent,
  OutgoingPaymentWithdrawEvent,
  type Message,
} from '@tapmesh/events';
import { HoldsService } from './holds.service.js';

/** The bank's door to the mesh: what it hears of its customers' payments. */
@Controller()
export class OutgoingPaymentsConsumer {
  constructor(private readonly holds: HoldsService) {}

  @EventPattern(OutgoingPaymentDepositEvent.Created)
  created(@Payload() messages: Message<OutgoingPaymentDepositEvent.Created>[]): Promise<void> {
    return this.holds.decide(messages);
  }

  @EventPattern(OutgoingPaymentWithdrawEvent.Completed)
  completed(@Payload() messages: Message<OutgoingPaymentWithdrawEvent.Completed>[]): Promise<void> {
    return this.holds.settle(messages);
  }

  @EventPattern(OutgoingPaymentWithdrawEvent.Failed)
  failed(@Payload() messages: Message<OutgoingPaymentWithdrawEvent.Failed>[]): Promise<void> {
    return this.holds.fail(messages);
  }

  @EventPattern(OutgoingPaymentStatusEvent.Expired)
  expired(@Payload() messages: Message<OutgoingPaymentStatusEvent.Expired>[]): Promise<void> {
    return this.holds.expire(messages);
  }

  @EventPattern(CommandOutcome.Refused)
  refused(@Payload() messages: Message<CommandOutcome.Refused>[]): Promise<void> {
    return this.holds.releaseRefused(messages);
  }
}
