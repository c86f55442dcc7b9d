import { Topic, topicName } from '@tapmesh/events';
import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import { repeatMessages } from './message-repeater.js';
import { createTopics, deleteTopics } from '@tapmesh/topics';

const WRITTEN = 12;

describe('repeating messages', () => {
  const brokers = process.env.KAFKA_BROKERS ?? '';
  const prefix = `repeater-${randomUUID()}.`;
  const topic = topicName(prefix, Topic.CardRequests);
  const kafka = new Kafka({ clientId: 'spec', brokers: [brokers], logLevel: logLevel.NOTHING });

  beforeAll(() => createTopics({ brokers, prefix }));
  afterAll(() => deleteTopics({ brokers, prefix }));

  async function written(): Promise<number> {
    const admin = kafka.admin();
    await admin.connect();
    const ends = await admin.fetchTopicOffsets(topic);
    await admin.disconnect();
    return ends.reduce((sum, { high }) => sum + Number(high), 0);
  }

  it('writes nothing where nothing was said', async () => {
    expect(await repeatMessages({ brokers, prefix, count: 5, random: () => 0.5 })).toBe(0);
  });

  it('writes some of what was said once more, unchanged and where it stands', async () => {
    const producer = kafka.producer();
    await producer.connect();
    const messages = Array.from({ length: WRITTEN }, (_, n) => ({
      key: `key-${n}`,
      value: `value-${n}`,
      headers: { ce_id: `id-${n}` },
    }));
    await producer.send({ topic, messages });
    await producer.disconnect();

    const repeated = await repeatMessages({ brokers, prefix, count: 5, random: () => 0 });
    expect(repeated).toBe(5);
    expect(await written()).toBe(WRITTEN + repeated);

    const heard = await readAll(WRITTEN + repeated);
    const places = new Map<string, Set<string>>();
    for (const { place, ...message } of heard) {
      const content = JSON.stringify(message);
      places.set(content, (places.get(content) ?? new Set()).add(place));
    }
    // The copies are the same to the last header, and none is in another partition.
    expect(places.size).toBe(WRITTEN);
    for (const where of places.values()) expect(where.size).toBe(1);
  });

  async function readAll(count: number) {
    const consumer = kafka.consumer({ groupId: `${prefix}spec` });
    const heard: { place: string; key?: string; value?: string; id?: string }[] = [];
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      consumer
        .run({
          eachMessage: async ({ partition, message }) => {
            heard.push({
              place: `${partition}`,
              key: message.key?.toString(),
              value: message.value?.toString(),
              id: message.headers?.ce_id?.toString(),
            });
            if (heard.length === count) resolve();
          },
        })
        .catch(reject);
    });
    await consumer.disconnect();
    return heard;
  }
});
