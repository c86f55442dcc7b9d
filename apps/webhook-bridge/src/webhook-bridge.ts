import { Module, type DynamicModule } from '@nestjs/common';

import {
  EventsServer,
  MessagingHealth,
  MessagingModule,
  MessagingStats,
  transactionPool,
} from '@tapmesh/messaging';
import { databaseModule, type ServiceParts } from '@tapmesh/service-kit';
import { ConfigModule } from './config.module.js';
import { migrations } from './migrations.js';
import type { WebhookBridgeConfig } from './webhook-bridge.config.js';

@Module({})
class WebhookBridgeModule {
  static with(config: WebhookBridgeConfig): DynamicModule {
    return {
      module: WebhookBridgeModule,
      imports: [
        ConfigModule.forRoot(config),
        databaseModule({
          url: config.databaseUrl,
          statementTimeoutMs: config.databaseStatementTimeoutMs,
          pool: transactionPool,
          poolSize: config.databasePoolSize,
          ...config.databaseAccess(),
          migrations,
        }),
        MessagingModule.forRootAsync({
          useFactory: () => ({
            brokers: config.kafkaBrokers,
            security: config.kafkaSecurity(),
            topicPrefix: config.topicPrefix,
            source: '/webhook-bridge',
            groupId: 'webhook-bridge',
            topics: [],
            instanceId: config.instanceId,
          }),
        }),
      ],
    };
  }
}

/** The service from its parts, for a process of its own and for tests alike. */
export function webhookBridge(config: WebhookBridgeConfig): ServiceParts {
  return {
    module: WebhookBridgeModule.with(config),
    strategies: (app) => [app.get(EventsServer)],
    healthChecks: (app) => ({ messaging: () => app.get(MessagingHealth).check() }),
    readings: (app) => app.get(MessagingStats).readings(),
  };
}
