import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Transactions } from '@tapmesh/messaging';
import { isDatabaseAway } from '@tapmesh/service-kit';
import { setTimeout as delay } from 'node:timers/promises';
import { EndpointHealth } from '../endpoints/endpoint-health.js';
import type { FinishedAttempt } from './attempt.js';
import { CompletionRepository, type StoredOutcome } from './completion.repository.js';
import type { ClaimedDelivery } from './delivery.js';
import { signsOf } from './endpoint-signs.js';

/** Something to be stored of a delivery, and of the attempt that led to it. */
export interface Completed {
  outcome: StoredOutcome;
  attempt?: FinishedAttempt;
  /** After it is stored. */
  stored?: () => void;
  /** It cannot be stored, whatever is tried. */
  lost?: () => void;
}

const MOST_AT_ONCE = 500;
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1_000;
const TRIES_TOGETHER = 5;

/**
 * Stores what came of attempts. While one flush is in flight the next gathers, so that under load many
 * share a transaction and alone one waits for nobody.
 */
@Injectable()
export class Completion implements OnApplicationShutdown {
  private readonly log = new Logger(Completion.name);
  private pending: Completed[] = [];
  private flushing?: Promise<void>;
  private abandoned = false;
  private promoted: (deliveries: ClaimedDelivery[]) => void = () => undefined;

  constructor(
    @Inject(Transactions) private readonly transactions: Transactions,
    private readonly repository: CompletionRepository,
    private readonly health: EndpointHealth,
  ) {}

  /** Told of deliveries that are the first of their subjects now, and claimed. */
  onPromoted(listener: (deliveries: ClaimedDelivery[]) => void): void {
    this.promoted = listener;
  }

  /** Not stored yet: what comes while the database is away must not pile up without end. */
  get size(): number {
    return this.pending.length;
  }

  /** The database is closed next: what is not stored by now is attempted again by whoever looks. */
  onApplicationShutdown(): void {
    this.abandoned = true;
    this.pending = [];
  }

  add(completed: Completed): void {
    if (this.abandoned) return;
    this.pending.push(completed);
    this.flushing ??= this.flushAll();
  }

  /** When everything that was added is stored. */
  async flush(): Promise<void> {
    while (this.flushing !== undefined) await this.flushing;
  }

  private async flushAll(): Promise<void> {
    // What ends in the same turn goes together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.pending.length > 0) {
      const batch = this.pending.slice(0, MOST_AT_ONCE);
      await this.storeSurely(batch);
      this.pending = this.pending.slice(batch.length);
    }
    this.flushing = undefined;
  }

  /** A database that is away is waited for. What cannot be stored comes again when its claim ends. */
  private async storeSurely(batch: readonly Completed[]): Promise<void> {
    for (let failures = 1; !this.abandoned; failures += 1) {
      try {
        await this.store(batch);
        return;
      } catch (error) {
        if (!isDatabaseAway(error) && failures >= TRIES_TOGETHER) {
          if (batch.length === 1) {
            this.log.error({ err: error }, 'what came of an attempt could not be stored');
            batch[0]?.lost?.();
            return;
          }
          for (const one of batch) await this.storeSurely([one]);
          return;
        }
        if (failures % 10 === 1) this.log.warn({ err: error }, 'outcomes wait for the database');
        await delay(Math.min(FIRST_PAUSE_MS * 2 ** Math.min(failures, 10), LONGEST_PAUSE_MS));
      }
    }
  }

  private async store(batch: readonly Completed[]): Promise<void> {
    const attempts = batch.flatMap(({ attempt }) => (attempt === undefined ? [] : [attempt]));
    const promoted = await this.transactions.run(async (tx) => {
      const outcomes = batch.map(({ outcome }) => outcome);
      const [next] = await Promise.all([
        this.repository.store(tx.manager, outcomes, attempts),
        this.health.note(tx, signsOf(attempts)),
      ]);
      return next;
    });
    for (const { stored } of batch) stored?.();
    if (promoted.length > 0) this.promoted(promoted);
  }
}
