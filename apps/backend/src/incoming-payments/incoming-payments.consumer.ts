import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { Command, type Message } from '@tapmesh/events';
import { CommandDoor } from '../commands/command-door.js';
import { IncomingPaymentsService } from './incoming-payments.service.js';

/** The Kafka door: commands in batches. */
@Controller()
export class IncomingPaymentsConsumer {
  constructor(
    private readonly door: CommandDoor,
    private readonly payments: IncomingPaymentsService,
  ) {}

  @EventPattern(Command.CreateIncomingPayment)
  create(@Payload() commands: Message<Command.CreateIncomingPayment>[]): Promise<void> {
    return this.door.lookAndHandle(commands, {
      look: (tx, all) => this.payments.lookForCreation(tx, all),
      act: (tx, fresh, seen) => this.payments.create(tx, fresh, seen),
    });
  }

  @EventPattern(Command.ApproveIncomingPayment)
  approve(@Payload() commands: Message<Command.ApproveIncomingPayment>[]): Promise<void> {
    return this.door.handle(commands, (tx, fresh) => this.payments.approve(tx, fresh));
  }

  @EventPattern(Command.CancelIncomingPayment)
  cancel(@Payload() commands: Message<Command.CancelIncomingPayment>[]): Promise<void> {
    return this.door.handle(commands, (tx, fresh) => this.payments.cancel(tx, fresh));
  }

  @EventPattern(Command.CompleteIncomingPayment)
  complete(@Payload() commands: Message<Command.CompleteIncomingPayment>[]): Promise<void> {
    return this.door.handle(commands, (tx, fresh) => this.payments.complete(tx, fresh));
  }
}
