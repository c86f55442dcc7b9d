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
    return this.door.lookAndHandle(commands, {
      look: (tx, all) => this.creation.look(tx, all),
      act: (tx, fresh, seen) => this.creation.create(tx, fresh, seen),
    });
  }

  @EventPattern(Command.FundOutgoingPayment)
  fund(@Payload() commands: Message<Command.FundOutgoingPayment>[]): Promise<void> {
    return this.door.lookAndHandle(commands, {
      look: (tx, all) => this.payments.lock(tx, all),
      act: (tx, fresh, locked) => this.payments.fund(tx, fresh, locked),
    });
  }

  @EventPattern(Command.CancelOutgoingPayment)
  cancel(@Payload() commands: Message<Command.CancelOutgoingPayment>[]): Promise<void> {
    return this.door.lookAndHandle(commands, {
      look: (tx, all) => this.payments.lock(tx, all),
      act: (tx, fresh, locked) => this.payments.cancel(tx, fresh, locked),
    });
  }
}
