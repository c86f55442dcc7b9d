import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tapmesh/messaging';
import { v7 as uuidv7 } from 'uuid';
import type { Decision } from '../decisions/decision.js';
import { Spokesman, unknownTiming, type Speech } from '../decisions/spokesman.js';
import type { FundingQuestion } from '../holds/told-payment.js';
import { BackendRequestsRepository, type NewRequest } from './backend-requests.repository.js';
import { RequestQueue } from './request-queue.js';
import { SECOND_WORD_AFTER_MS } from './second-word.js';

/** Over the Admin API: what is decided is stored with its hold, and asked as soon as that is committed. */
@Injectable()
export class HttpSpokesman extends Spokesman {
  constructor(
    private readonly requests: BackendRequestsRepository,
    private readonly queue: RequestQueue,
  ) {
    super();
  }

  override prepare(): Speech {
    return new HttpSpeech(this.requests, this.queue);
  }
}

class HttpSpeech implements Speech {
  private readonly now: NewRequest[] = [];
  private readonly later: NewRequest[] = [];
  private claimed = false;

  constructor(
    private readonly requests: BackendRequestsRepository,
    private readonly queue: RequestQueue,
  ) {}

  add(asked: FundingQuestion, { word, timing }: Decision, id: string): void {
    const said = { id, paymentId: asked.data.id.toLowerCase(), ask: word, afterMs: 0 };
    const patienceMs = Math.max(0, Date.parse(asked.deadline ?? '') - Date.now() || 0);
    switch (timing.when) {
      case 'at_once':
        this.now.push(said);
        return;
      case 'twice':
        this.now.push(said);
        this.later.push({
          ...said,
          id: uuidv7(),
          ask: { ...timing.second, after: id },
          afterMs: SECOND_WORD_AFTER_MS,
        });
        return;
      case 'delayed':
        this.later.push({ ...said, afterMs: timing.delayMs });
        return;
      case 'late':
        this.later.push({ ...said, afterMs: patienceMs + timing.afterDeadlineMs });
        return;
      case 'never':
        // It says nothing, and yet its hold must not outlive the payment.
        this.later.push({ ...said, ask: { verdict: 'look' }, afterMs: patienceMs });
        return;
      default:
        return unknownTiming(timing);
    }
  }

  save(tx: Transaction): Promise<void> {
    this.claimed = this.now.length > 0 && this.queue.hasRoomFor(this.now.length);
    const now = this.now.map((request) => ({ ...request, claimed: this.claimed }));
    tx.withCommit(this.requests.add(tx.manager, [...now, ...this.later]));
    return Promise.resolve();
  }

  committed(): void {
    if (this.claimed) this.queue.push(this.now.map((request) => ({ ...request, attempts: 1 })));
    if (this.later.length > 0 || !this.claimed) this.queue.wake();
  }
}
