import type { PartitionOffset } from '../kafka/records.js';
import { describeError, type Log } from '../log.js';
import type { OffsetTracker } from './offset-tracker.js';

const COMMIT_AFTER_MS = 1_000;

export interface OffsetCommitterOptions {
  tracker: OffsetTracker;
  commit: (offsets: PartitionOffset[]) => Promise<void>;
  log: Log;
  /** How long progress may gather. A crash within it makes messages come again, not get lost. */
  afterMs?: number;
}

/** Commits what has advanced, all partitions in one request, one request at a time. */
export class OffsetCommitter {
  private timer?: NodeJS.Timeout;
  private committing?: Promise<boolean>;
  private closed = false;

  constructor(private readonly options: OffsetCommitterOptions) {}

  /** Something is done. */
  advanced(): void {
    if (this.timer || this.closed) return;
    this.timer = setTimeout(() => void this.run(), this.options.afterMs ?? COMMIT_AFTER_MS);
  }

  /** Commits what there is now, whoever is committing at the moment. */
  async flush(): Promise<void> {
    await this.committing;
    await this.commitOnce();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  private async run(): Promise<void> {
    const succeeded = await (this.committing ?? this.commitOnce());
    this.timer = undefined;
    // A rebalance or a broker that is away: what is still ours goes with the next one.
    if (!succeeded || this.options.tracker.uncommitted().length > 0) this.advanced();
  }

  private commitOnce(): Promise<boolean> {
    const offsets = this.options.tracker.uncommitted();
    if (offsets.length === 0) return Promise.resolve(true);
    this.committing = this.options
      .commit(offsets)
      .then(() => {
        this.options.tracker.wasCommitted(offsets);
        return true;
      })
      .catch((error: unknown) => {
        this.options.log.debug(`offsets were not committed: ${describeError(error)}`);
        return false;
      })
      .finally(() => (this.committing = undefined));
    return this.committing;
  }
}
