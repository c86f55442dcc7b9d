import type { PartitionOffset, TopicPartition } from '../kafka/records.js';

const CUT_AFTER = 1_024;

/** One message that was fetched, until it is done. */
export interface Taken {
  readonly progress: PartitionProgress;
  readonly offset: number;
  done: boolean;
}

/** How far one assigned partition is done: messages arrive in order and finish in any. */
export class PartitionProgress {
  /** Another instance has the partition now: nothing here may be committed or started any more. */
  lost = false;
  private taken: Taken[] = [];
  private firstOpen = 0;
  private next: number;
  private committed: number;

  constructor(
    readonly topic: string,
    readonly partition: number,
    firstOffset: number,
  ) {
    this.next = firstOffset;
    this.committed = firstOffset;
  }

  /** @returns undefined for one that is in hand or done: after a rebalance the broker repeats */
  take(offset: number): Taken | undefined {
    if (offset < this.next) return undefined;
    this.next = offset + 1;
    const taken = { progress: this, offset, done: false };
    this.taken.push(taken);
    return taken;
  }

  /** Whether the broker has gone back behind what was committed: somebody reset the group. */
  wasRewoundTo(offset: number): boolean {
    return offset < this.committed;
  }

  finish(taken: Taken): void {
    taken.done = true;
    while (this.taken[this.firstOpen]?.done) this.firstOpen += 1;
    // Cut seldom and all at once: shifting an array moves every entry each time.
    if (this.firstOpen > CUT_AFTER || this.firstOpen === this.taken.length) {
      this.taken = this.taken.slice(this.firstOpen);
      this.firstOpen = 0;
    }
  }

  /** The lowest offset that is not done; undefined when nothing has advanced. */
  get committable(): number | undefined {
    const offset = this.position;
    return !this.lost && offset > this.committed ? offset : undefined;
  }

  /** The lowest offset that is not done. */
  get position(): number {
    return this.taken[this.firstOpen]?.offset ?? this.next;
  }

  wasCommitted(offset: number): void {
    this.committed = Math.max(this.committed, offset);
  }
}

/** Which offsets may be committed: in each partition everything below the first that is not done. */
export class OffsetTracker {
  private readonly partitions = new Map<string, PartitionProgress>();

  /** After a rebalance. What stays assigned keeps its state; the broker will repeat some of it. */
  assign(assigned: readonly TopicPartition[]): void {
    const kept = new Set(assigned.map(nameOf));
    for (const [name, progress] of this.partitions) {
      if (kept.has(name)) continue;
      progress.lost = true;
      this.partitions.delete(name);
    }
  }

  /** @returns undefined when the message is in hand or done already */
  take(at: TopicPartition, offset: number): Taken | undefined {
    const name = nameOf(at);
    let progress = this.partitions.get(name);
    if (!progress || progress.wasRewoundTo(offset)) {
      if (progress) progress.lost = true;
      progress = new PartitionProgress(at.topic, at.partition, offset);
      this.partitions.set(name, progress);
    }
    return progress.take(offset);
  }

  /** The lowest offset that is not done; undefined for a partition that is not read here. */
  position(at: TopicPartition): number | undefined {
    return this.partitions.get(nameOf(at))?.position;
  }

  /** What has advanced since it was committed last. */
  uncommitted(): PartitionOffset[] {
    const offsets: PartitionOffset[] = [];
    for (const { topic, partition, committable } of this.partitions.values()) {
      if (committable !== undefined) offsets.push({ topic, partition, offset: committable });
    }
    return offsets;
  }

  wasCommitted(offsets: readonly PartitionOffset[]): void {
    for (const at of offsets) this.partitions.get(nameOf(at))?.wasCommitted(at.offset);
  }
}

function nameOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}
