import { Kafka, logLevel, type Admin } from 'kafkajs';
import { deadLetterTopic, topicName, type Topic } from '@tapmesh/events';
import { eventually } from '../../testing/eventually.js';
import { ignoreNegativeTimeoutWarnings } from '../negative-timeouts.js';

/** A record as a test looks at it. */
export interface SeenRecord {
  topic: string;
  partition: number;
  key: string;
  headers: Record<string, string>;
  value: string;
}

export interface RawRecord {
  topic: Topic;
  key: string;
  headers: Record<string, string>;
  value: string;
  partition?: number;
}

/** A real broker with topics of the test's own. */
export class TestTopics {
  readonly brokers = [required('KAFKA_BROKERS')];
  readonly prefix = `test-${Math.random().toString(36).slice(2, 10)}-`;
  private readonly kafka: Kafka;
  private readonly admin: Admin;
  private readonly closers: (() => Promise<void>)[] = [];

  constructor() {
    ignoreNegativeTimeoutWarnings();
    this.kafka = new Kafka({ brokers: this.brokers, logLevel: logLevel.NOTHING });
    this.admin = this.kafka.admin();
  }

  async create(topics: Topic[], numPartitions = 3): Promise<void> {
    await this.admin.connect();
    const created = topics.flatMap((topic) => [
      { topic: topicName(this.prefix, topic), numPartitions },
      { topic: topicName(this.prefix, deadLetterTopic(topic)), numPartitions: 1 },
    ]);
    // kafkajs's own waiting gives up on a topic that the broker has made but does not serve yet.
    await this.admin.createTopics({ waitForLeaders: false, topics: created });
    const names = created.map(({ topic }) => topic);
    await eventually(() => this.admin.fetchTopicMetadata({ topics: names }));
  }

  /** As somebody who does not know our rules would write. */
  async write(...records: RawRecord[]): Promise<void> {
    const producer = this.kafka.producer();
    await producer.connect();
    await producer.sendBatch({
      topicMessages: records.map(({ topic, key, headers, value, partition }) => ({
        topic: topicName(this.prefix, topic),
        messages: [{ key, headers, value, partition }],
      })),
    });
    await producer.disconnect();
  }

  /** Everything on the topics from their beginning, growing while the test runs. */
  async watch(...topics: string[]): Promise<SeenRecord[]> {
    const seen: SeenRecord[] = [];
    const groupId = `${this.prefix}watch-${Math.random().toString(36).slice(2)}`;
    const consumer = this.kafka.consumer({ groupId, maxWaitTimeInMs: 100 });
    await consumer.connect();
    await consumer.subscribe({
      topics: topics.map((topic) => topicName(this.prefix, topic)),
      fromBeginning: true,
    });
    await consumer.run({
      eachMessage: ({ topic, partition, message }) => {
        const headers = Object.fromEntries(
          Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)]),
        );
        const key = message.key?.toString() ?? '';
        seen.push({ topic, partition, key, headers, value: message.value?.toString() ?? '' });
        return Promise.resolve();
      },
    });
    this.closers.push(() => consumer.disconnect());
    return seen;
  }

  /** Whether a group has committed everything that is on a topic. */
  async committedAll(groupId: string, topic: Topic): Promise<boolean> {
    const name = topicName(this.prefix, topic);
    const [committed] = await this.admin.fetchOffsets({
      groupId: `${this.prefix}${groupId}`,
      topics: [name],
    });
    const ends = await this.admin.fetchTopicOffsets(name);
    return ends.every(({ partition, high }) => {
      const own = committed?.partitions.find((p) => p.partition === partition);
      return high === '0' || own?.offset === high;
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.closers.map((close) => close()));
    const names = (await this.admin.listTopics()).filter((name) => name.startsWith(this.prefix));
    await this.admin.deleteTopics({ topics: names });
    await this.admin.disconnect();
  }
}

export function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests by \`mesh exec\``);
  return value;
}
