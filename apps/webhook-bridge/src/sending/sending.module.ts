import { Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { WebhookBridgeConfig } from '../webhook-bridge.config.js';
import { WebhookClient } from './webhook-client.js';
import { WebhookSender } from './webhook-sender.js';

@Injectable()
class ClientLifecycle implements OnApplicationShutdown {
  constructor(private readonly client: WebhookClient) {}

  async onApplicationShutdown(): Promise<void> {
    await this.client.close();
  }
}

@Module({
  providers: [
    {
      provide: WebhookClient,
      inject: [WebhookBridgeConfig],
      useFactory: (config: WebhookBridgeConfig) =>
        new WebhookClient({
          allowedHosts: config.webhookAllowedHosts,
          httpsOnly: config.nodeEnv === 'production',
          egressProxy: config.webhookEgressProxy,
          connectionsPerHost: config.maxConcurrentDeliveries,
        }),
    },
    ClientLifecycle,
    WebhookSender,
  ],
  exports: [WebhookClient, WebhookSender],
})
export class SendingModule {}
