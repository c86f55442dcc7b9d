import { ConfigError, loadConfig } from '@tapmesh/service-kit';
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

  it.each([
    { TOPIC_PARTITIONS: '0' },
    { TOPIC_MIN_INSYNC_REPLICAS: '2' },
    { TOPIC_MIN_INSYNC_REPLICAS: '4', TOPIC_REPLICATION_FACTOR: '3' },
  ])('is refused where nothing could be written: %p', (env) => {
    expect(() => loadConfig(TopicsConfig, { KAFKA_BROKERS, ...env })).toThrow(ConfigError);
  });
});
