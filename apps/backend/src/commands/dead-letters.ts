import { Injectable, Logger } from '@nestjs/common';
import { InvalidPayloadError, RefusalCode, Topic } from '@tapmesh/events';
import { MessageFactory, Transactions, type DeadLetter } from '@tapmesh/messaging';
import { validate as isUuid } from 'uuid';
import { refusalOf } from './refusal.js';

/**
 * A command that could not be handled is refused, and counts as handled: whoever puts the letter back
 * later must not start what its asker was told will not be.
 */
@Injectable()
export class DeadLetters {
  private readonly logger = new Logger(DeadLetters.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly messages: MessageFactory,
  ) {}

  async refuse({ envelope, key, topic, error }: DeadLetter): Promise<void> {
    if (topic !== Topic.PaymentCommands || envelope === undefined || !isUuid(envelope.id)) return;
    const code =
      error instanceof InvalidPayloadError ? RefusalCode.InvalidMessage : RefusalCode.InternalError;
    const message = error instanceof InvalidPayloadError ? error.message : undefined;
    const refusal = refusalOf({ envelope, key, code, message });
    if (refusal === undefined) return;
    await this.transactions.run(async (tx) => {
      const [first] = await tx.firstTime([envelope]);
      if (first === undefined) return;
      this.logger.warn({ commandId: envelope.id, code }, 'command dead-lettered and refused');
      tx.send({ message: this.messages.make(refusal) });
    });
  }
}
