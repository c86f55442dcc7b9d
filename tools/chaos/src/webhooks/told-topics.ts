import { envelopeFromHeaders } from '@tapmesh/events';
import type { Mesh } from '@tapmesh/mesh';
import { TopicReader, type PartitionRange } from '@tapmesh/messaging';
import { TOLD_TOPICS } from './consumers/ears.js';
import type { ToldEvent } from './told-event.js';

const QUIET = { log() {}, warn() {}, error() {}, debug() {} };

/** Reads what was told, past everybody, from the topics themselves. */
export class ToldTopics {
  private readonly reader: TopicReader;
  private readonly prefix: string;
  private readonly topics: string[];

  constructor({ servers, topicPrefix }: Pick<Mesh, 'servers' | 'topicPrefix'>) {
    this.prefix = topicPrefix;
    this.topics = TOLD_TOPICS.map((topic) => `${topicPrefix}${topic}`);
    this.reader = new TopicReader({
      brokers: servers.brokers.split(','),
      topicPrefix,
      clientId: 'webhook-judgement',
      log: QUIET,
    });
  }

  /** All that is on them now. */
  async all(): Promise<PartitionRange[]> {
    const found = await Promise.all(this.topics.map((topic) => this.reader.all(topic)));
    return found.flat();
  }

  /** Whether the bridge has said of all of it that it is done. */
  async isRead(ranges: readonly PartitionRange[]): Promise<boolean> {
    const committed = await this.reader.committed(`${this.prefix}webhook-bridge`, this.topics);
    const done = new Map(committed.map((one) => [placeOf(one), one.offset]));
    return ranges.every((range) => range.to === 0 || (done.get(placeOf(range)) ?? 0) >= range.to);
  }

  /** @param owed from where to where consumers must have heard it all */
  async events(owed: readonly PartitionRange[]): Promise<ToldEvent[]> {
    const told = new Map<string, ToldEvent>();
    const ranges = new Map(owed.map((range) => [placeOf(range), range]));
    await this.reader.read(await this.all(), (record) => {
      const { id, type, subject, sequence, tenantId, audience, time } = envelopeFromHeaders(
        record.headers,
      );
      // Partitions are read side by side, and a repeat stands in the partition of its first.
      if (told.has(id)) return;
      const { partition, offset } = record;
      const { from, to } = ranges.get(placeOf(record)) ?? { from: 0, to: 0 };
      const topic = record.topic.slice(this.prefix.length);
      const attributes = { id, type, subject, sequence, tenantId, audience, time };
      const place = { topic, partition, offset, owed: offset >= from && offset < to };
      told.set(id, { ...attributes, ...place });
    });
    return [...told.values()];
  }

  close(): Promise<void> {
    return this.reader.close();
  }
}

function placeOf({ topic, partition }: { topic: string; partition: number }): string {
  return `${topic}/${partition}`;
}
