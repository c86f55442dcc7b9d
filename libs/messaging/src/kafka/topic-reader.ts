import { Partitioners, type Admin, type Consumer, type Kafka, type KafkaMessage } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createKafka, type KafkaOptions } from './kafka-client.js';
import {
  toReceivedRecord,
  type PartitionOffset,
  type ReceivedRecord,
  type TopicPartition,
} from './records.js';

/** Part of a partition: from the one offset to before the other. */
export interface PartitionRange extends TopicPartition {
  from: number;
  to: number;
}

export interface TopicReaderOptions extends Omit<KafkaOptions, 'onRequest'> {
  /** Stands before the groups that are joined to read, which broker's rights may be bound to. */
  topicPrefix: string;
}

/** The next record is handed over when it is done with this one. */
export type OnRecord = (record: ReceivedRecord) => Promise<void> | void;

const NOTHING_CAME_MS = 20_000;
const RETRY_MS = 300;

/**
 * Reads what is on topics already, as a bystander: it commits no offset and leaves no group behind.
 * For tools; services consume through `MessagingModule`. Topics are named as on the broker.
 */
export class TopicReader {
  private readonly kafka: Kafka;
  private readonly byKey = Partitioners.DefaultPartitioner();
  private administrator?: Promise<Admin>;

  constructor(private readonly options: TopicReaderOptions) {
    this.kafka = createKafka(options);
  }

  /** Those of the topics that the broker has. */
  async existing(topics: readonly string[]): Promise<string[]> {
    const known = new Set(await (await this.admin()).listTopics());
    return topics.filter((topic) => known.has(topic));
  }

  /** All that is retained of a topic now. */
  async all(topic: string): Promise<PartitionRange[]> {
    const offsets = await (await this.admin()).fetchTopicOffsets(topic);
    return offsets
      .map(({ partition, low, high }) => ({
        topic,
        partition,
        from: Number(low),
        to: Number(high),
      }))
      .toSorted((a, b) => a.partition - b.partition);
  }

  /** What was written to a topic between two moments, as far as it is retained. */
  async between(topic: string, since: Date, until: Date): Promise<PartitionRange[]> {
    const admin = await this.admin();
    const [all, begins, ends] = await Promise.all([
      this.all(topic),
      admin.fetchTopicOffsetsByTimestamp(topic, since.getTime()),
      admin.fetchTopicOffsetsByTimestamp(topic, until.getTime()),
    ]);
    const at = (offsets: typeof begins, partition: number, otherwise: number): number => {
      const found = offsets.find((entry) => entry.partition === partition);
      return found === undefined ? otherwise : Number(found.offset);
    };
    return all.map(({ partition, from, to }) => ({
      topic,
      partition,
      from: Math.max(from, at(begins, partition, to)),
      to: Math.min(to, at(ends, partition, to)),
    }));
  }

  /** Up to where a group has said that it is done; a partition of which it has said nothing is left out. */
  async committed(groupId: string, topics: readonly string[]): Promise<PartitionOffset[]> {
    const found = await (await this.admin()).fetchOffsets({ groupId, topics: [...topics] });
    return found.flatMap(({ topic, partitions }) =>
      partitions
        .map(({ partition, offset }) => ({ topic, partition, offset: Number(offset) }))
        .filter(({ offset }) => offset >= 0),
    );
  }

  /** Of a topic's partitions, the one where messages of that key are. */
  ofKey(ranges: readonly PartitionRange[], key: string): PartitionRange[] {
    const partitionMetadata = ranges.map(({ partition: partitionId }) => ({
      partitionErrorCode: 0,
      partitionId,
      leader: 0,
      replicas: [],
      isr: [],
    }));
    const [first] = ranges;
    if (first === undefined) return [];
    const message = { key, value: null };
    const partition = this.byKey({ topic: first.topic, partitionMetadata, message });
    return ranges.filter((range) => range.partition === partition);
  }

  /**
   * Hands over every record of the ranges, each partition's in its order.
   * @throws where the broker gives nothing for 20 s
   */
  async read(ranges: readonly PartitionRange[], onRecord: OnRecord): Promise<void> {
    const wanted = new Map(
      ranges.filter(({ from, to }) => from < to).map((range) => [placeOf(range), { ...range }]),
    );
    const giveUpAt = Date.now() + NOTHING_CAME_MS;
    while (wanted.size > 0) {
      try {
        await this.readAsMember(wanted, onRecord);
      } catch (error) {
        // A broker that has had no group yet makes the place for them first, and does not wait.
        if (!isNoCoordinator(error) || Date.now() > giveUpAt) throw error;
        await pause(RETRY_MS);
      }
    }
  }

  async close(): Promise<void> {
    await (await this.administrator)?.disconnect();
  }

  /** @param wanted what is read is taken away from it */
  private async readAsMember(
    wanted: Map<string, PartitionRange>,
    onRecord: OnRecord,
  ): Promise<void> {
    const groupId = `${this.options.topicPrefix}reader-${randomUUID()}`;
    const consumer = this.kafka.consumer({
      groupId,
      allowAutoTopicCreation: false,
      maxWaitTimeInMs: 100,
    });
    try {
      await consumer.connect();
      await this.readWith(consumer, wanted, onRecord);
    } finally {
      await consumer.disconnect().catch(() => undefined);
      // The broker forgets an empty group by itself, only later.
      await (await this.admin()).deleteGroups([groupId]).catch(() => undefined);
    }
  }

  private async readWith(
    consumer: Consumer,
    wanted: Map<string, PartitionRange>,
    onRecord: OnRecord,
  ): Promise<void> {
    const topics = [...new Set([...wanted.values()].map(({ topic }) => topic))];
    const starts = [...wanted.values()].map((range) => ({ ...range }));
    const silence = new Silence(`the broker gives nothing of ${topics.join(', ')}`);
    const heard: OnRecord = (record) => {
      silence.broken();
      return onRecord(record);
    };
    try {
      await consumer.subscribe({ topics, fromBeginning: true });
      const allRead = new Promise<void>((resolve, reject) => {
        silence.start(reject);
        consumer.on(consumer.events.CRASH, ({ payload }) => {
          if (!payload.restart) reject(payload.error);
        });
        const running = consumer.run({
          autoCommit: false,
          eachBatch: async ({ batch: { topic, partition, messages }, heartbeat }) => {
            silence.broken();
            const range = wanted.get(placeOf({ topic, partition }));
            if (range !== undefined)
              await handOver({ messages, range, onRecord: heard, heartbeat });
            if (range === undefined || range.from < range.to) return;
            wanted.delete(placeOf(range));
            consumer.pause([{ topic, partitions: [partition] }]);
            if (wanted.size === 0) resolve();
          },
        });
        running.then(() => seekAll(consumer, starts), reject);
      });
      await allRead;
    } finally {
      silence.stop();
    }
  }

  private admin(): Promise<Admin> {
    this.administrator ??= (async () => {
      const admin = this.kafka.admin();
      await admin.connect();
      return admin;
    })();
    return this.administrator;
  }
}

/** Ends the waiting for a broker that says nothing. */
class Silence {
  private timer?: NodeJS.Timeout;
  private giveUp?: (reason: Error) => void;

  constructor(private readonly complaint: string) {}

  start(giveUp: (reason: Error) => void): void {
    this.giveUp = giveUp;
    this.broken();
  }

  broken(): void {
    this.stop();
    this.timer = setTimeout(() => this.giveUp?.(new Error(this.complaint)), NOTHING_CAME_MS);
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}

function seekAll(consumer: Consumer, starts: readonly PartitionRange[]): void {
  try {
    for (const { topic, partition, from } of starts) {
      consumer.seek({ topic, partition, offset: String(from) });
    }
  } catch {
    // It crashed before it began, and says why in a moment.
  }
}

function isNoCoordinator(error: unknown): boolean {
  return (error as { name?: string }).name === 'KafkaJSGroupCoordinatorNotFound';
}

interface HandOver {
  messages: readonly KafkaMessage[];
  range: PartitionRange;
  onRecord: OnRecord;
  heartbeat: () => Promise<void>;
}

/** Of a batch, what the range still wants; the rest was fetched before the seek, or lies behind it. */
async function handOver({ messages, range, onRecord, heartbeat }: HandOver): Promise<void> {
  for (const message of messages) {
    const offset = Number(message.offset);
    if (offset < range.from) continue;
    range.from = offset + 1;
    if (offset >= range.to) continue;
    await onRecord(toReceivedRecord(range.topic, range.partition, message));
    await heartbeat();
  }
}

function placeOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}
