import { Injectable } from '@nestjs/common';
import type { Message, OutgoingPaymentDepositEvent } from '@tapmesh/events';
import type { Transaction } from '@tapmesh/messaging';
import { v7 as uuidv7 } from 'uuid';
import { DecisionCommands, type SpokenWord } from './decision-commands.js';
import type { Decision } from './decision.js';
import {
  PendingDecisionsRepository,
  type PendingDecision,
} from './pending-decisions.repository.js';
import { PendingDecisionsWorker } from './pending-decisions.worker.js';

/** Says the bank's decisions: at once through the outbox, or later through the pending ones. */
@Injectable()
export class Spokesman {
  constructor(
    private readonly commands: DecisionCommands,
    private readonly pending: PendingDecisionsRepository,
    private readonly worker: PendingDecisionsWorker,
  ) {}

  /** What is to be said about one batch. */
  prepare(): Speech {
    return new Speech(this.commands, this.pending, this.worker);
  }
}

/** The words of one batch: stored with the transaction that decided them. */
export class Speech {
  private readonly now: SpokenWord[] = [];
  private readonly later: PendingDecision[] = [];

  constructor(
    private readonly commands: DecisionCommands,
    private readonly pending: PendingDecisionsRepository,
    private readonly worker: PendingDecisionsWorker,
  ) {}

  add(
    asked: Message<OutgoingPaymentDepositEvent>,
    { word, timing }: Decision,
    commandId: string,
  ): void {
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

  /** After the commit: what is due soon is not to wait for the next look. */
  committed(): void {
    if (this.later.length > 0) this.worker.wake();
  }
}

function unknownTiming(timing: never): never {
  throw new Error(`no such timing: ${JSON.stringify(timing)}`);
}
