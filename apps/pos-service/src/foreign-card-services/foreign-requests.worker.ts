import { Injectable, Logger } from '@nestjs/common';
import { CancelReason, Command } from '@tapmesh/events';
import { MessageFactory, Transactions, type OutgoingMessage } from '@tapmesh/messaging';
import { ForeignCardServiceClient } from './foreign-card-service.client.js';
import type { ForeignAnswer } from './foreign-request.js';
import {
  ForeignRequestsRepository,
  type ClaimedRequest,
  type ClosingRequest,
} from './foreign-requests.repository.js';

/** Calls that may be open at once in one instance. */
const MAX_OPEN = 256;
/** Of them to one card service: a slow one leaves the others their places. */
const MAX_OPEN_PER_SERVICE = 32;
/** An instance that died is missed after so long; one that lives renews three times in between. */
const LEASE_MS = 3_000;
const RENEW_MS = 1_000;
/** How long what another instance stored may lie unseen. */
const LOOK_AGAIN_MS = 500;
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 2_000;

/**
 * Asks foreign card services, and closes what they do not approve. What is asked is in the database
 * before it is asked, and what was heard before it is acted on: an instance that dies over a call leaves
 * it to the others, who ask with the same request id. No transaction is open while somebody is waited for.
 */
@Injectable()
export class ForeignRequestsWorker {
  private readonly logger = new Logger(ForeignRequestsWorker.name);
  private readonly open = new Map<string, OpenCall>();
  private timer: NodeJS.Timeout | undefined;
  private renewal: NodeJS.Timeout | undefined;
  private round: Promise<void> | undefined;
  private woken = false;
  private running = false;
  private readonly stopping = new AbortController();

  constructor(
    private readonly requests: ForeignRequestsRepository,
    private readonly cardServices: ForeignCardServiceClient,
    private readonly transactions: Transactions,
    private readonly messages: MessageFactory,
  ) {}

  start(): void {
    this.running = true;
    this.renewal = setInterval(() => void this.renew(), RENEW_MS);
    this.wake();
  }

  /** Looks at once, because something was just stored that is due. */
  wake(): void {
    if (!this.running) return;
    this.woken = true;
    this.round ??= this.rounds();
  }

  /** Hangs up, and leaves what was asked to the other instances. */
  async stop(): Promise<void> {
    this.running = false;
    clearTimeout(this.timer);
    clearInterval(this.renewal);
    await this.round;
    this.stopping.abort();
    await Promise.all([...this.open.values()].map(({ done }) => done));
  }

  private async rounds(): Promise<void> {
    let nextInMs = LOOK_AGAIN_MS;
    while (this.running && this.woken) {
      this.woken = false;
      clearTimeout(this.timer);
      nextInMs = await this.look();
    }
    // Without an await since the last look at `woken`: a wake in between would go unseen.
    this.round = undefined;
    if (this.running) this.timer = setTimeout(() => this.wake(), nextInMs);
  }

  /** @returns when to look again */
  private async look(): Promise<number> {
    try {
      const dueInMs = await this.requests.nextDueInMs();
      if (dueInMs === undefined || dueInMs > 0) return lookAgainIn(dueInMs);
      await this.closeDue();
      for (const request of await this.claim()) this.begin(request);
      await this.requests.forgetEnded();
      return lookAgainIn(await this.requests.nextDueInMs());
    } catch (err) {
      this.logger.warn({ err }, 'foreign card services cannot be asked now');
    }
    return LOOK_AGAIN_MS;
  }

  private async claim(): Promise<ClaimedRequest[]> {
    const limit = MAX_OPEN - this.open.size;
    if (limit <= 0) return [];
    return this.requests.claim({
      ...{ limit, limitPerService: MAX_OPEN_PER_SERVICE, leaseMs: LEASE_MS },
      open: [...this.open].map(([requestId, { service }]) => ({ requestId, service })),
    });
  }

  private begin(request: ClaimedRequest): void {
    const { requestId, service } = request;
    const done = this.ask(request)
      // The lease runs out, and it is asked again.
      .catch((err: unknown) => this.logger.warn({ err, requestId }, 'an answer cannot be stored'))
      .finally(() => this.open.delete(requestId));
    this.open.set(requestId, { service, done });
  }

  private async ask(request: ClaimedRequest): Promise<void> {
    const { requestId, cardService } = request;
    const answer = await this.cardServices.ask(request, this.stopping.signal);
    this.logger.log({ requestId, cardService, answer }, 'a foreign card service was asked');
    await this.follow(request, answer);
    this.wake();
  }

  private follow({ requestId, attempts }: ClaimedRequest, answer: ForeignAnswer): Promise<unknown> {
    switch (answer.kind) {
      case 'approved':
        return this.requests.answered(requestId);
      case 'declined':
        return this.transactions.run(async (tx) => {
          const { reason } = answer;
          const closing = await this.requests.close(tx.manager, { requestId, reason });
          tx.send(...closing.map((request) => this.closingOf(request)));
        });
      case 'unclear':
        return this.requests.retryIn(
          requestId,
          Math.min(FIRST_RETRY_MS * 2 ** Math.min(attempts - 1, 10), LONGEST_RETRY_MS),
        );
      default:
        return answer satisfies never;
    }
  }

  private closeDue(): Promise<void> {
    return this.transactions.run(async (tx) => {
      const due = { limit: MAX_OPEN, reason: CancelReason.DecisionTimeout };
      const closing = await this.requests.closeDue(tx.manager, due);
      tx.send(...closing.map((request) => this.closingOf(request)));
    });
  }

  /**
   * Nobody is told "declined" while the payment may still be paid: the backend closes the incoming
   * payment, or says that it has been paid. Without a deadline, for after it is when this is asked.
   */
  private closingOf({ requestId, incomingPaymentId, tenantId, reason }: ClosingRequest) {
    const message = this.messages.make({
      type: Command.CancelIncomingPayment,
      key: requestId,
      subject: incomingPaymentId,
      tenantId,
      data: { id: incomingPaymentId, reason },
    });
    return { message } satisfies OutgoingMessage;
  }

  private async renew(): Promise<void> {
    if (this.open.size === 0) return;
    try {
      await this.requests.renew([...this.open.keys()], LEASE_MS);
    } catch (err) {
      this.logger.warn({ err }, 'calls that are open cannot be said to be so');
    }
  }
}

/** A call to one card service's host. */
interface OpenCall {
  service: string;
  done: Promise<void>;
}

/** When the next row is due; what is due already and was left alone waits for a place, not for the clock. */
function lookAgainIn(dueInMs: number = LOOK_AGAIN_MS): number {
  return dueInMs > 0 ? Math.min(dueInMs, LOOK_AGAIN_MS) : LOOK_AGAIN_MS;
}
