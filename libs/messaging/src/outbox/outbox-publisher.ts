import type { OutgoingRecord } from '../kafka/records.js';
import { describeError, type Log } from '../log.js';
import type { MessagingStats } from '../messaging-stats.js';
import type { OutboxRow } from './outbox.js';

const DELETE_AFTER_MS = 1_000;
const DELETE_AT_ONCE = 1_000;
/** Above it rows are left in the table: memory is bounded however long the broker is away. */
const MAX_IN_HAND = 10_000;

export interface OutboxPublisherOptions {
  send: (record: OutgoingRecord) => Promise<void>;
  remove: (ids: string[]) => Promise<void>;
  stats: MessagingStats;
  log: Log;
}

/**
 * Publishes committed rows from the process that wrote them, at once, and deletes them later in
 * crowds: nobody waits for a deletion, and a crash before it only makes a message come twice.
 */
export class OutboxPublisher {
  /** By id, since when: published or not, not deleted yet. */
  private readonly inHand = new Set<string>();
  private readonly since = new Map<OutboxRow, number>();
  private published: string[] = [];
  private timer?: NodeJS.Timeout;
  private deleting?: Promise<void>;
  private closed = false;
  private idle: (() => void)[] = [];

  constructor(private readonly options: OutboxPublisherOptions) {
    options.stats.oldestPendingSince = () => this.oldestSince();
  }

  /**
   * Resolves when the broker has all of them; nobody needs to wait for it. Without room they are
   * left to the recovery.
   * @returns how many were sent
   */
  async publish(rows: readonly OutboxRow[]): Promise<number> {
    if (rows.length === 0 || !this.hasRoomFor(rows.length)) return 0;
    const now = Date.now();
    for (const row of rows) {
      this.inHand.add(row.id);
      this.since.set(row, now);
    }
    this.options.stats.outboxPending = this.since.size;
    const later = rows.filter(({ wave }) => wave > 0);
    const sent = await Promise.all(
      rows.filter(({ wave }) => wave === 0).map((row) => this.send(row)),
    );
    if (later.length > 0) sent.push(...(await Promise.all(later.map((row) => this.send(row)))));
    return sent.filter(Boolean).length;
  }

  hasRoomFor(rows: number): boolean {
    return this.since.size + rows <= MAX_IN_HAND;
  }

  /** Committed by this process and not acknowledged yet. */
  get pending(): number {
    return this.since.size;
  }

  /** What must not be published by anybody's second look. */
  get idsInHand(): string[] {
    return [...this.inHand];
  }

  /** Resolves when everything committed so far is on the broker. */
  whenPublished(): Promise<void> {
    if (this.since.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.idle.push(resolve));
  }

  /** Deletes what has been published. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.deleting;
    while (this.published.length > 0) {
      if (!(await this.deleteSome())) break;
    }
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  private async send(row: OutboxRow): Promise<boolean> {
    let sent = false;
    try {
      await this.options.send(row.record);
      sent = true;
      this.options.stats.published += 1;
      this.published.push(row.id);
      this.scheduleDeletion();
    } catch (error) {
      // Kept in the table and in hand: an operator must look at it, and it comes back at a restart.
      this.options.log.error(`outbox row ${row.id} cannot be sent: ${describeError(error)}`);
    }
    this.since.delete(row);
    this.options.stats.outboxPending = this.since.size;
    if (this.since.size === 0) for (const resolve of this.idle.splice(0)) resolve();
    return sent;
  }

  private scheduleDeletion(): void {
    if (this.published.length >= DELETE_AT_ONCE && !this.deleting) void this.deleteSome();
    else this.deleteLater();
  }

  private deleteLater(): void {
    if (this.closed) return;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      if (!this.deleting) void this.deleteSome();
    }, DELETE_AFTER_MS);
  }

  private async deleteSome(): Promise<boolean> {
    const ids = this.published.splice(0, DELETE_AT_ONCE);
    const deletion = this.options.remove(ids).then(
      () => {
        for (const id of ids) this.inHand.delete(id);
        return true;
      },
      (error: unknown) => {
        this.published.push(...ids);
        this.options.log.debug(`published rows were not deleted: ${describeError(error)}`);
        return false;
      },
    );
    this.deleting = deletion.then(() => undefined);
    const succeeded = await deletion;
    this.deleting = undefined;
    // What failed, and what came meanwhile.
    if (this.published.length > 0) this.deleteLater();
    return succeeded;
  }

  private oldestSince(): number | undefined {
    // Insertion order: the first was handed in first.
    return this.since.values().next().value;
  }
}
