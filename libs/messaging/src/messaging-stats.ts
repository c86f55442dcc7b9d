import { Injectable } from '@nestjs/common';

/** Plain numbers for whoever shows metrics. They are of this instance, not of the group. */
@Injectable()
export class MessagingStats {
  /** Messages committed to the outbox by this instance and not yet acknowledged by the broker. */
  outboxPending = 0;
  /** How long the oldest of them has waited. */
  get outboxOldestAgeMs(): number {
    const oldest = this.oldestPendingSince();
    return oldest === undefined ? 0 : Math.max(0, Date.now() - oldest);
  }
  /** Messages acknowledged by the broker since the start. */
  published = 0;
  /** Messages of other instances or earlier lives that this one published after all. */
  recovered = 0;
  /** Messages whose handler has finished. */
  handled = 0;
  deadLetters = 0;
  /** Tries that failed and were made again. */
  retries = 0;
  /** Messages fetched and not yet done. */
  inFlight = 0;

  /** @internal set by the outbox, which knows */
  oldestPendingSince: () => number | undefined = () => undefined;
}
