import type { PartitionOffset, TopicPartition } from '../kafka/records.js';
import type { OffsetTracker } from './offset-tracker.js';

/**
 * How far this instance is behind, topic by topic. The ends come with what is fetched anyway:
 * asking the broker for them would cost a request a partition, and tell of the same moment while
 * messages flow. While fetching waits for room the ends stand still, and the lag is at least this.
 */
export class ConsumerLag {
  private readonly ends = new Map<string, PartitionOffset>();

  constructor(private readonly tracker: Pick<OffsetTracker, 'position'>) {}

  /** A fetch has told where a partition ends: `offset` is that of the next message to be written. */
  sawEnd(end: PartitionOffset): void {
    this.ends.set(nameOf(end), end);
  }

  /** Messages that are not done, by topic as on the broker. */
  byTopic(): Map<string, number> {
    const lag = new Map<string, number>();
    for (const [name, end] of this.ends) {
      const position = this.tracker.position(end);
      // Somebody else's now.
      if (position === undefined) this.ends.delete(name);
      else lag.set(end.topic, (lag.get(end.topic) ?? 0) + Math.max(0, end.offset - position));
    }
    return lag;
  }
}

function nameOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}
