import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { Command, type Message } from '@tapmesh/events';
import { CommandDoor } from '../commands/command-door.js';
import { OutgoingPaymentsCreation } from './outgoing-payments.creation.js';
import { OutgoingPaymentsService } from './outgoing-payments.service.js';

/** The Kafka door: commands in batches. */
@Controller()
export class OutgoingPaymentsConsumer {
  constructor(
    private readonly door: CommandDoor,
    private readonly creation: OutgoingPaymentsCreation,
    private readonly payments: OutgoingPaymentsService,
  ) {}

  @EventPattern(Command.CreateOutgoingPayment)
  create(@Payload() commands: Message<Command.CreateOutgoingPayment>[]): Promise<void> {
    return this.door.handle(commands, (tx, fresh) => this.creation.create(tx, fresh));
  }

  @EventPattern(Command.FundOutgoingPayment)
  fund(@Payload() commands: Message<Command.FundOutgoingPayment>[]): Promise<void> {
    return this.door.handle(commands, (tx, fresh) => this.payments.fund(tx, fresh));
  }

  @EventPattern(Command.CancelOutgoingPayment)
  cancel(@Payload() commands: Message<Command.CancelOutgoingPayment>[]): Promise<void> {
    return this.door.handle(commands, (tx, fresh) => this.payments.cancel(tx, fresh));
  }
}
