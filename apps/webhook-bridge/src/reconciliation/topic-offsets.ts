import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { TopicReader, type PartitionOffset } from '@tapmesh/messaging';
import { EVENT_TOPICS } from '../events/event-topics.js';
import { WebhookBridgeConfig } from '../webhook-bridge.config.js';

/** Up to where the bridge has told Kafka that it has read. */
@Injectable()
export class TopicOffsets implements OnModuleDestroy {
  private readonly reader: TopicReader;
  private readonly prefix: string;

  constructor(config: WebhookBridgeConfig) {
    this.prefix = config.topicPrefix;
    this.reader = new TopicReader({
      brokers: config.kafkaBrokers,
      security: config.kafkaSecurity(),
      topicPrefix: config.topicPrefix,
      clientId: `reconciliation-${config.instanceId}`,
      log: new Logger(TopicOffsets.name),
    });
  }

  /** Topics named as in our tables, without a prefix. */
  async committed(): Promise<PartitionOffset[]> {
    const topics = EVENT_TOPICS.map((topic) => `${this.prefix}${topic}`);
    const found = await this.reader.committed(`${this.prefix}webhook-bridge`, topics);
    return found.map(({ topic, ...rest }) => ({ topic: topic.slice(this.prefix.length), ...rest }));
  }

  async onModuleDestroy(): Promise<void> {
    await this.reader.close();
  }
}
