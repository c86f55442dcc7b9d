import { Injectable } from '@nestjs/common';
import { Command } from '@tapmesh/events';
import { MessageFactory, type Transaction } from '@tapmesh/messaging';
import { v7 as uuidv7 } from 'uuid';
import { MockAseConfig } from '../mock-ase.config.js';
import type { ReceivedPayment } from './received-payment.js';

/** Has incoming payments' accounts emptied into the bank's settlement account, in one phase. */
export abstract class Withdrawals {
  /** Asked for with the transaction that books the credits. */
  abstract add(tx: Transaction, payments: ReceivedPayment[]): void;
}

@Injectable()
export class KafkaWithdrawals extends Withdrawals {
  constructor(
    private readonly messages: MessageFactory,
    private readonly config: MockAseConfig,
  ) {
    super();
  }

  override add(tx: Transaction, payments: ReceivedPayment[]): void {
    const commands = payments.map(({ id, key = id }) =>
      this.messages.make({
        type: Command.WithdrawIncomingPayment,
        key,
        subject: id,
        tenantId: this.config.tenantId,
        data: { id, withdrawalId: uuidv7(), timeoutSeconds: 0 },
      }),
    );
    tx.send(...commands.map((message) => ({ message })));
  }
}
