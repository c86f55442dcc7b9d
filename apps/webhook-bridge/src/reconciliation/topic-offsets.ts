import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { TopicReader, type PartitionOffset } from '@tapmesh/messaging';
import { WebhookBridgeConfig } from '../webhook-bridge.config.js';
import { committedOffsets } from './committed-offsets.js';

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

  committed(): Promise<PartitionOffset[]> {
    return committedOffsets(this.reader, this.prefix);
  }

  async onModuleDestroy(): Promise<void> {
    await this.reader.close();
  }
}
