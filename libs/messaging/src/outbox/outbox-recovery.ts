import { pause } from '../backoff.js';
import { describeError, Seldom, type Log } from '../log.js';
import type { MessagingStats } from '../messaging-stats.js';
import type { Claim, OutboxRow } from './outbox.js';
import type { OutboxPublisher } from './outbox-publisher.js';

const CLAIMED_AT_ONCE = 500;

export interface OutboxRecoveryOptions {
  claim: (claim: Claim) => Promise<OutboxRow[]>;
  /** Gives back what was claimed. */
  release: (ids: string[]) => Promise<void>;
  publisher: OutboxPublisher;
  stats: MessagingStats;
  log: Log;
  /** A row this old has no living writer: publishing takes milliseconds. */
  olderThanMs?: number;
  everyMs?: number;
  /** How long a claim holds, in case the claimer dies too. */
  leaseMs?: number;
}

/** Publishes what somebody committed and did not live to publish. Any instance may do it. */
export class OutboxRecovery {
  private readonly stopping = new AbortController();
  private readonly complaint = new Seldom();
  private running?: Promise<void>;

  constructor(private readonly options: OutboxRecoveryOptions) {}

  start(): void {
    this.running ??= this.keepLooking();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async keepLooking(): Promise<void> {
    const { everyMs = 1_000, log } = this.options;
    while (!this.stopping.signal.aborted) {
      try {
        while ((await this.recoverSome()) > 0 && !this.stopping.signal.aborted);
        this.complaint.reset();
      } catch (error) {
        this.complaint.say(() => log.warn(`the outbox cannot be read: ${describeError(error)}`));
      }
      await pause(everyMs, this.stopping.signal);
    }
  }

  private async recoverSome(): Promise<number> {
    const {
      claim,
      release,
      publisher,
      stats,
      log,
      olderThanMs = 3_000,
      leaseMs = 30_000,
    } = this.options;
    // While the broker does not take our own, others' would only be held in memory as well.
    if (stats.outboxOldestAgeMs > olderThanMs || !publisher.hasRoomFor(CLAIMED_AT_ONCE)) return 0;
    const rows = await claim({
      olderThanMs,
      leaseMs,
      exceptIds: publisher.idsInHand,
      limit: CLAIMED_AT_ONCE,
    });
    if (rows.length === 0) return 0;
    // Handlers went on committing meanwhile.
    if (!publisher.hasRoomFor(rows.length)) {
      await release(rows.map(({ id }) => id));
      return 0;
    }
    log.warn(`publishing ${rows.length} messages that their writer did not`);
    stats.recovered += await publisher.publish(rows);
    await publisher.flush();
    return rows.length;
  }
}
