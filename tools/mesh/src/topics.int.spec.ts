import { topicDefinitions, topicName } from '@tapmesh/events';
import { randomBytes } from 'node:crypto';
import { kafkaClient, requireBroker } from './kafka.js';
import { freePorts, HOST } from './ports.js';
import { createTopics, deleteTopics } from './topics.js';
import { waitFor } from './wait.js';

describe('topics on a real broker', () => {
  const brokers = process.env.KAFKA_BROKERS ?? '';
  const prefix = `mesh-${randomBytes(6).toString('hex')}.`;
  const admin = kafkaClient(brokers).admin();

  const ours = async (): Promise<string[]> =>
    (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));

  beforeAll(() => admin.connect());

  afterAll(async () => {
    await deleteTopics({ brokers, prefix });
    await admin.disconnect();
  });

  it('are made as the contract defines them, once', async () => {
    await createTopics({ brokers, prefix });
    await createTopics({ brokers, prefix });
    const { topics } = await admin.fetchTopicMetadata({ topics: await ours() });
    const made = topics.map(({ name, partitions }) => [name, partitions.length]);
    const defined = topicDefinitions.map(({ name, partitions }) => [
      topicName(prefix, name),
      partitions,
    ]);
    expect(made.sort()).toEqual(defined.sort());
  });

  it('go when a mesh that made them up is over', async () => {
    await deleteTopics({ brokers, prefix });
    const gone = await waitFor(async () => ((await ours()).length === 0 ? true : undefined), {
      timeoutMs: 10_000,
    });
    expect(gone).toBe(true);
  });

  it('a broker that is away is told in one line', async () => {
    const [port] = await freePorts(1);
    await expect(requireBroker(`${HOST}:${port}`)).rejects.toThrow(
      `no Kafka broker answers at ${HOST}:${port}: start it or correct KAFKA_BROKERS`,
    );
  });
});
