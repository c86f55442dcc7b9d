import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { Command, type Message } from '@tapmesh/events';
import { CommandDoor } from '../commands/command-door.js';
import { WithdrawalsService } from './withdrawals.service.js';

/** The Kafka door: commands in batches. */
@Controller()
export class WithdrawalsConsumer {
  constructor(
    private readonly door: CommandDoor,
    private readonly withdrawals: WithdrawalsService,
  ) {}

  @EventPattern(Command.WithdrawIncomingPayment)
  withdrawIncoming(@Payload() commands: Message<Command.WithdrawIncomingPayment>[]): Promise<void> {
    return this.door.handle(commands, (tx, fresh) => this.withdrawals.withdrawIncoming(tx, fresh));
  }

  @EventPattern(Command.WithdrawOutgoingPayment)
  withdrawOutgoing(@Payload() commands: Message<Command.WithdrawOutgoingPayment>[]): Promise<void> {
    return this.door.handle(commands, (tx, fresh) => this.withdrawals.withdrawOutgoing(tx, fresh));
  }

  @EventPattern(Command.PostWithdrawal)
  post(@Payload() commands: Message<Command.PostWithdrawal>[]): Promise<void> {
    return this.door.handle(commands, (tx, fresh) => this.withdrawals.post(tx, fresh));
  }

  @EventPattern(Command.VoidWithdrawal)
  void(@Payload() commands: Message<Command.VoidWithdrawal>[]): Promise<void> {
    return this.door.handle(commands, (tx, fresh) => this.withdrawals.void(tx, fresh));
  }
}
