import { Topic, topicName } from '@tapmesh/events';
import { Kafka, logLevel, type Consumer } from 'kafkajs';
import { eventually } from '../testing/eventually.js';
import { Broker } from './broker.js';
import type { GroupConsumer } from './group-consumer.js';
import { TestTopics } from './testing/test-topics.js';

const silent = { debug: () => {}, log: () => {}, warn: () => {}, error: () => {} };
const SOONER_THAN_ANY_TIMEOUT_MS = 10_000;

describe('a process that is started again after it was killed', () => {
  const topics = new TestTopics();
  const topic = topicName(topics.prefix, Topic.CardRequests);
  const groupId = `${topics.prefix}group`;
  const clientId = 'card-service-1';
  let killed: Consumer;
  let broker: Broker;
  let again: GroupConsumer;
  let wake = (): void => undefined;

  beforeAll(async () => {
    await topics.create([Topic.CardRequests]);
    killed = await memberThatFallsSilent();
    broker = new Broker({ brokers: topics.brokers, clientId, log: silent });
  });

  afterAll(async () => {
    await again.stop();
    await broker.close(1_000);
    wake();
    await killed.disconnect();
    await topics.close();
  });

  /** As after SIGKILL: a member that neither heartbeats nor leaves, and whose session goes on. */
  async function memberThatFallsSilent(): Promise<Consumer> {
    const kafka = new Kafka({ brokers: topics.brokers, clientId, logLevel: logLevel.NOTHING });
    const consumer = kafka.consumer({ groupId, sessionTimeout: 30_000, rebalanceTimeout: 30_000 });
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    const silent = new Promise<void>((resolve) => {
      void consumer.run({
        eachMessage: () => {
          resolve();
          return new Promise((end) => (wake = end));
        },
      });
    });
    await topics.write({ topic: Topic.CardRequests, key: 'k', headers: {}, value: '{}' });
    await silent;
    return consumer;
  }

  it('takes its own place in the group, and does not wait for its former session to end', async () => {
    let assigned: readonly unknown[] = [];
    again = broker.consumer({
      groupId,
      topics: [topic],
      onRecords: () => undefined,
      onAssigned: (partitions) => (assigned = partitions),
      whenRoom: () => undefined,
    });
    again.start();
    await eventually(() => assigned.length === 3, SOONER_THAN_ANY_TIMEOUT_MS);
  });
});
