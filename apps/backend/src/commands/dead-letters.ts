import { Injectable, Logger } from '@nestjs/common';
import { RefusalCode, Topic } from '@tapmesh/events';
import {
  MessageFactory,
  Transactions,
  UnreadableMessageError,
  type DeadLetter,
} from '@tapmesh/messaging';
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
    const refusal = refusalOf({ envelope, key, ...explain(error) });
    if (refusal === undefined) return;
    await this.transactions.run(async (tx) => {
      const [first] = await tx.firstTime([envelope]);
      if (first === undefined) return;
      this.logger.warn({ commandId: envelope.id, code: refusal.data.code }, 'command refused');
      tx.send({ message: this.messages.make(refusal) });
    });
  }
}

/** What is wrong with a message its sender may know; what is wrong with us only we need to. */
function explain(error: Error): { code: RefusalCode; message?: string } {
  return error instanceof UnreadableMessageError
    ? { code: RefusalCode.InvalidMessage, message: error.message }
    : { code: RefusalCode.InternalError };
}
