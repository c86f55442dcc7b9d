import { ConfigError, loadConfig, TopicPrefixConfig } from '@tapmesh/service-kit';
import { topicLayout } from './layout.js';
import { TopicsConfig } from './topics.config.js';

const KAFKA_BROKERS = 'kafka-1:9092,kafka-2:9092,kafka-3:9092';

describe('the layout of a cluster', () => {
  it('is that of its configuration', () => {
    const config = loadConfig(TopicsConfig, {
      KAFKA_BROKERS,
      TOPIC_PARTITIONS: '12',
      TOPIC_REPLICATION_FACTOR: '3',
      TOPIC_MIN_INSYNC_REPLICAS: '2',
      TOPIC_RETENTION_HOURS: '72',
    });
    expect(topicLayout(config.layout()).filter(({ name }) => name.startsWith('card-a'))).toEqual([
      {
        name: 'card-answers',
        partitions: 12,
        replicationFactor: 3,
        settings: { 'min.insync.replicas': '2', 'retention.ms': '259200000' },
      },
      {
        name: 'card-answers.dead-letter',
        partitions: 1,
        replicationFactor: 3,
        settings: { 'min.insync.replicas': '2', 'retention.ms': '2592000000' },
      },
    ]);
  });

  it('keeps the last of each tenant, however long the cluster keeps messages', () => {
    const config = loadConfig(TopicsConfig, { KAFKA_BROKERS, TOPIC_RETENTION_HOURS: '72' });
    const tenants = topicLayout(config.layout()).find(({ name }) => name === 'tenants');
    expect(tenants?.settings).toEqual({ 'cleanup.policy': 'compact' });
  });

  it.each([
    { TOPIC_PARTITIONS: '0' },
    { TOPIC_MIN_INSYNC_REPLICAS: '4', TOPIC_REPLICATION_FACTOR: '3' },
  ])('is refused where nothing could be written: %p', (env) => {
    expect(() => loadConfig(TopicsConfig, { KAFKA_BROKERS, ...env })).toThrow(ConfigError);
  });

  it("compares nothing with the brokers' defaults, which it does not know", () => {
    const config = loadConfig(TopicsConfig, { KAFKA_BROKERS, TOPIC_MIN_INSYNC_REPLICAS: '2' });
    expect(config.layout()).toMatchObject({ minInSyncReplicas: 2, replicationFactor: undefined });
  });
});

describe('the prefix alone, as --acls puts it into commands for a shell', () => {
  it('needs no broker', () => {
    expect(loadConfig(TopicPrefixConfig, { TOPIC_PREFIX: 'live.' }).topicPrefix).toBe('live.');
    expect(loadConfig(TopicPrefixConfig, {}).topicPrefix).toBe('');
  });

  it.each(["live.'; id; '", 'live $(id).', 'live\n'])('is refused as %j', (TOPIC_PREFIX) => {
    for (const configClass of [TopicPrefixConfig, TopicsConfig]) {
      expect(() => loadConfig(configClass, { KAFKA_BROKERS, TOPIC_PREFIX })).toThrow(
        'TOPIC_PREFIX must be at most 100 letters, digits, dots, dashes and underscores',
      );
    }
  });
});
