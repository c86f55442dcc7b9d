import { Injectable } from '@nestjs/common';
import { Command, type Message } from '@tapmesh/events';
import { MessageFactory } from '@tapmesh/messaging';
import { MockAseConfig } from '../mock-ase.config.js';
import { cardPaymentFailureReasons, type Verdict } from './decision.js';

/** A word of the bank on its way to the backend. */
export interface SpokenWord {
  commandId: string;
  paymentId: string;
  /** That of the message that asked, so that all of one card payment stays in order. */
  key: string;
  deadline?: string;
  word: Verdict;
}

/** The bank's word as the command that the backend understands. */
@Injectable()
export class DecisionCommands {
  constructor(
    private readonly messages: MessageFactory,
    private readonly config: MockAseConfig,
  ) {}

  commandFor({ commandId, paymentId, key, deadline, word }: SpokenWord): Message {
    const envelope = {
      id: commandId,
      key,
      subject: paymentId,
      tenantId: this.config.tenantId,
      deadline,
    };
    if (word.verdict === 'fund') {
      return this.messages.make({
        ...envelope,
        type: Command.FundOutgoingPayment,
        data: { id: paymentId },
      });
    }
    const cardPaymentFailureReason = cardPaymentFailureReasons[word.reason];
    return this.messages.make({
      ...envelope,
      type: Command.CancelOutgoingPayment,
      data: { id: paymentId, reason: word.reason, cardPaymentFailureReason },
    });
  }
}
