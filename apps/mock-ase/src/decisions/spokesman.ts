import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tapmesh/messaging';
import { v7 as uuidv7 } from 'uuid';
import type { FundingQuestion } from '../holds/told-payment.js';
import { DecisionCommands, type SpokenWord } from './decision-commands.js';
import type { Decision } from './decision.js';
import {
  PendingDecisionsRepository,
  type PendingDecision,
} from './pending-decisions.repository.js';
import { PendingDecisionsWorker } from './pending-decisions.worker.js';

/** What is to be said about one batch of payments. */
export interface Speech {
  add(asked: FundingQuestion, decision: Decision, commandId: string): void;
  /** Together with what was decided. */
  save(tx: Transaction): Promise<void>;
  /** After the commit: what is due soon is not to wait for the next look. */
  committed(): void;
}

/** Says the bank's decisions to the backend. */
export abstract class Spokesman {
  abstract prepare(): Speech;
}

/** Over Kafka: at once through the outbox, or later through the pending decisions. */
@Injectable()
export class KafkaSpokesman extends Spokesman {
  constructor(
    private readonly commands: DecisionCommands,
    private readonly pending: PendingDecisionsRepository,
    private readonly worker: PendingDecisionsWorker,
  ) {
    super();
  }

  override prepare(): Speech {
    return new KafkaSpeech(this.commands, this.pending, this.worker);
  }
}

/** The words of one batch: stored with the transaction that decided them. */
class KafkaSpeech implements Speech {
  private readonly now: SpokenWord[] = [];
  private readonly later: PendingDecision[] = [];

  constructor(
    private readonly commands: DecisionCommands,
    private readonly pending: PendingDecisionsRepository,
    private readonly worker: PendingDecisionsWorker,
  ) {}

  add(asked: FundingQuestion, { word, timing }: Decision, commandId: string): void {
    const { key, deadline } = asked;
    const spoken: SpokenWord = { commandId, paymentId: asked.data.id, key, deadline, word };
    switch (timing.when) {
      case 'at_once':
        this.now.push(spoken);
        return;
      case 'twice':
        this.now.push(spoken, { ...spoken, commandId: uuidv7(), word: timing.second });
        return;
      case 'delayed':
        this.later.push({ ...spoken, afterMs: timing.delayMs, fromDeadline: false });
        return;
      case 'late':
        this.later.push({ ...spoken, afterMs: timing.afterDeadlineMs, fromDeadline: true });
        return;
      case 'never':
        return;
      default:
        return unknownTiming(timing);
    }
  }

  async save(tx: Transaction): Promise<void> {
    tx.send(...this.now.map((word) => ({ message: this.commands.commandFor(word) })));
    await this.pending.add(tx.manager, this.later);
  }

  committed(): void {
    if (this.later.length > 0) this.worker.wake();
  }
}

export function unknownTiming(timing: never): never {
  throw new Error(`no such timing: ${JSON.stringify(timing)}`);
}
