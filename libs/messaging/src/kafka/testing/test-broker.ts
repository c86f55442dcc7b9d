import {
  contract,
  envelopeToHeaders,
  topicDefinitions,
  topicName,
  type Message,
  type MessageType,
} from '@tapmesh/events';
import { Kafka, logLevel, type Admin, type Consumer, type Producer } from 'kafkajs';
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { WireHeaders } from '../../options.js';
import { ignoreNegativeTimeoutWarnings } from '../negative-timeouts.js';
import { Recording, type RecordedMessage } from './recording.js';

export interface TestBrokerOptions {
  /** A broker that a mesh uses already, with its topics. */
  brokers?: string;
  /** The mesh's prefix; left out, topics of the suite's own are made and removed again. */
  prefix?: string;
}

export interface RawMessage {
  topic: string;
  key: string | null;
  value: string | Buffer | null;
  headers?: WireHeaders;
  partition?: number;
}

/**
 * The real broker as a test sees it: says what a peer would say, and what no peer should, and hears
 * what goes over the wire, partitions included. Topics are named without their prefix.
 */
export class TestBroker {
  private readonly kafka: Kafka;
  private readonly producer: Producer;
  private readonly consumers: Consumer[] = [];

  private constructor(
    readonly brokers: string,
    readonly prefix: string,
    private readonly ownsTopics: boolean,
  ) {
    ignoreNegativeTimeoutWarnings();
    this.kafka = new Kafka({
      clientId: 'test',
      brokers: brokers.split(','),
      logLevel: logLevel.NOTHING,
    });
    this.producer = this.kafka.producer({ allowAutoTopicCreation: false });
  }

  static async connect(options: TestBrokerOptions = {}): Promise<TestBroker> {
    const brokers = options.brokers ?? process.env.KAFKA_BROKERS;
    if (!brokers) throw new Error('KAFKA_BROKERS is not set: run the tests by `npm test`');
    const prefix = options.prefix ?? `test-${randomBytes(6).toString('hex')}.`;
    const broker = new TestBroker(brokers, prefix, options.prefix === undefined);
    if (broker.ownsTopics) await broker.createTopics();
    await broker.producer.connect();
    return broker;
  }

  /** Says it as the contract has it: on its type's topic, the envelope in the headers. */
  send<T extends MessageType>(message: Message<T>, partition?: number): Promise<void> {
    const { key, data, ...envelope } = message as Message;
    return this.sendRaw({
      topic: contract[message.type as MessageType].topic,
      key,
      value: JSON.stringify(data),
      headers: envelopeToHeaders(envelope),
      partition,
    });
  }

  async sendRaw({ topic, key, value, headers = {}, partition }: RawMessage): Promise<void> {
    const defined = Object.entries(headers).filter(([, text]) => text !== undefined);
    await this.producer.send({
      topic: topicName(this.prefix, topic),
      messages: [
        { key, value, headers: Object.fromEntries(defined) as Record<string, string>, partition },
      ],
    });
  }

  /** Everything that is and will be on the topics, from their beginning. */
  async record(...topics: string[]): Promise<Recording> {
    const recording = new Recording();
    const consumer = this.kafka.consumer({
      groupId: `${this.prefix}test-${randomBytes(6).toString('hex')}`,
      maxWaitTimeInMs: 50,
    });
    this.consumers.push(consumer);
    await consumer.connect();
    await consumer.subscribe({
      topics: topics.map((topic) => topicName(this.prefix, topic)),
      fromBeginning: true,
    });
    await consumer.run({
      eachMessage: ({ topic, partition, message }) => {
        const recorded: RecordedMessage = {
          topic: topic.slice(this.prefix.length),
          partition,
          key: message.key?.toString() ?? '',
          headers: Object.fromEntries(
            Object.entries(message.headers ?? {}).map(([name, text]) => [name, text?.toString()]),
          ),
          value: message.value?.toString() ?? '',
        };
        recording.add(recorded);
        return Promise.resolve();
      },
    });
    return recording;
  }

  async close(): Promise<void> {
    await Promise.all(this.consumers.map((consumer) => consumer.disconnect()));
    await this.producer.disconnect();
    if (this.ownsTopics) await this.deleteTopics();
  }

  /** Not by kafkajs' `waitForLeaders`: it gives up at the first refusal while others make topics too. */
  private async createTopics(): Promise<void> {
    const topics = topicDefinitions.map(({ name, partitions }) => ({
      topic: topicName(this.prefix, name),
      numPartitions: partitions,
    }));
    await this.administer(async (admin) => {
      await admin.createTopics({ waitForLeaders: false, topics });
      await Promise.all(topics.map(({ topic }) => untilServed(admin, topic)));
    });
  }

  private async deleteTopics(): Promise<void> {
    const topics = topicDefinitions.map(({ name }) => topicName(this.prefix, name));
    await this.administer((admin) => admin.deleteTopics({ topics }));
  }

  private async administer(work: (admin: Admin) => Promise<unknown>): Promise<void> {
    const admin = this.kafka.admin();
    await admin.connect();
    try {
      await work(admin);
    } finally {
      await admin.disconnect();
    }
  }
}

const SERVED_WITHIN_MS = 15_000;

/** A broker announces a partition's leader a moment before the leader knows. */
async function untilServed(admin: Admin, topic: string): Promise<void> {
  const giveUpAt = Date.now() + SERVED_WITHIN_MS;
  for (;;) {
    try {
      await admin.fetchTopicOffsets(topic);
      return;
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
      await delay(50);
    }
  }
}
