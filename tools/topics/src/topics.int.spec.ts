import { topicDefinitions, topicName } from '@tapmesh/events';
import { Kafka, logLevel } from 'kafkajs';
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { topicLayout } from './layout.js';
import { createTopics, deleteTopics } from './topics.js';

describe('topics on a real broker', () => {
  const brokers = process.env.KAFKA_BROKERS ?? '';
  const prefix = `topics-${randomBytes(6).toString('hex')}.`;
  const admin = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING }).admin();

  const ours = async (): Promise<string[]> =>
    (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));

  const settingsOf = async (topic: string): Promise<Record<string, string>> => {
    const resources = [{ type: 2, name: `${prefix}${topic}` }];
    const answer = await admin.describeConfigs({ resources, includeSynonyms: false });
    const entries = answer.resources[0]?.configEntries ?? [];
    return Object.fromEntries(
      entries.map(({ configName, configValue }) => [configName, configValue]),
    );
  };

  beforeAll(() => admin.connect());

  afterAll(async () => {
    await deleteTopics({ brokers, prefix });
    await admin.disconnect();
  });

  it('are made as they are laid out, once', async () => {
    const layout = { partitions: 3, minInSyncReplicas: 1, deadLetterRetentionHours: 5 };
    const first = await createTopics({ brokers, prefix, layout });
    expect(first.made.sort()).toEqual(
      topicDefinitions.map(({ name }) => topicName(prefix, name)).sort(),
    );
    const second = await createTopics({ brokers, prefix, layout });
    expect({ ...second, kept: second.kept.length }).toEqual({ made: [], kept: 22, different: [] });
    const { topics } = await admin.fetchTopicMetadata({ topics: await ours() });
    const found = topics.map(({ name, partitions }) => [name, partitions.length]);
    expect(found.sort()).toEqual(
      topicLayout(layout)
        .map(({ name, partitions }) => [topicName(prefix, name), partitions])
        .sort(),
    );
    expect(await settingsOf('card-answers')).toMatchObject({ 'min.insync.replicas': '1' });
    expect(await settingsOf('card-answers')).toMatchObject({ 'cleanup.policy': 'delete' });
    expect(await settingsOf('tenants')).toMatchObject({ 'cleanup.policy': 'compact' });
    expect(await settingsOf('card-answers.dead-letter')).toMatchObject({
      'retention.ms': '18000000',
    });
  });

  it('that are laid out otherwise stay, and it is said', async () => {
    const { different } = await createTopics({
      brokers,
      prefix,
      layout: { partitions: 4, replicationFactor: 3 },
    });
    expect(different).toContain(`${prefix}card-answers has 3 partitions, not 4`);
    expect(different).toContain(`${prefix}card-answers has 1 replicas, not 3`);
  });

  it('that the broker refuses to make are told in one line', async () => {
    const refused = createTopics({
      brokers,
      prefix: `${prefix}more.`,
      layout: { replicationFactor: 3 },
    });
    await expect(refused).rejects.toThrow(/^the topics of the Kafka broker .*replica/i);
  });

  it('go when a mesh that made them up is over', async () => {
    await deleteTopics({ brokers, prefix });
    while ((await ours()).length > 0) await delay(50);
    expect(await ours()).toEqual([]);
  });
});
