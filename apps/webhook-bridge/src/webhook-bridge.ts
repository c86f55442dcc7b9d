import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Topic } from '@tapmesh/events';
import {
  EventsServer,
  MessagingHealth,
  MessagingModule,
  MessagingStats,
  transactionPool,
} from '@tapmesh/messaging';
import { databaseModule, serveOpenApi, type ServiceParts } from '@tapmesh/service-kit';
import { ConfigModule } from './config.module.js';
import { DeliveriesModule } from './deliveries/deliveries.module.js';
import { DeliveryQueue } from './deliveries/delivery-queue.js';
import { Sweeper } from './deliveries/sweeper.js';
import { EndpointsModule } from './endpoints/endpoints.module.js';
import { EVENT_TOPICS } from './events/event-topics.js';
import { EventsModule } from './events/events.module.js';
import { Intake } from './events/intake.js';
import { BridgeMetricsModule } from './metrics/bridge-metrics.module.js';
import { migrations } from './migrations.js';
import { ReconciliationModule } from './reconciliation/reconciliation.module.js';
import { RetentionModule } from './retention/retention.module.js';
import { Retention } from './retention/retention.js';
import { TenantsModule } from './tenants/tenants.module.js';
import type { WebhookBridgeConfig } from './webhook-bridge.config.js';

/** Who provides `EndpointDirectory`, `EndpointHealth` and `Signer`, for all. */
type EndpointsRoom = DynamicModule | Type;

const CONSUMERS_API = {
  title: 'Webhook bridge',
  description:
    'Where events are to go, and what became of them. Requests are signed with the headers `tenant-id` and ' +
    '`signature`: `t=<unix ms>, v1=<hex>`, HMAC-SHA256 with the tenant’s secret over `<t>.` and the canonical ' +
    'JSON (RFC 8785) of `{ method, path, body }`.',
};

@Module({})
class WebhookBridgeModule {
  static with(config: WebhookBridgeConfig, endpoints: EndpointsRoom): DynamicModule {
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
          inject: [ModuleRef],
          useFactory: (modules: ModuleRef) => ({
            brokers: config.kafkaBrokers,
            security: config.kafkaSecurity(),
            topicPrefix: config.topicPrefix,
            source: '/webhook-bridge',
            groupId: 'webhook-bridge',
            topics: [Topic.Tenants, ...EVENT_TOPICS],
            wholeTopics: [...EVENT_TOPICS],
            instanceId: config.instanceId,
            onDeadLetter: (letter) => modules.get(Intake, { strict: false }).noteDeadLetter(letter),
          }),
        }),
        TenantsModule,
        endpoints,
        DeliveriesModule,
        EventsModule,
        BridgeMetricsModule,
        ReconciliationModule,
        RetentionModule,
      ],
    };
  }
}

/** The service from its parts, for a process of its own and for tests alike. */
export function webhookBridge(
  config: WebhookBridgeConfig,
  endpoints: EndpointsRoom = EndpointsModule,
): ServiceParts {
  return {
    module: WebhookBridgeModule.with(config, endpoints),
    configure: (app) => serveOpenApi(app, CONSUMERS_API),
    strategies: (app) => [app.get(EventsServer)],
    healthChecks: (app) => ({ messaging: () => app.get(MessagingHealth).check() }),
    readings: (app) => app.get(MessagingStats).readings(),
    beforeListen: async (app) => {
      // Before anything is read, so that nothing comes to lie where no day is dropped.
      await app.get(Retention, { strict: false }).start();
      app.get(Sweeper, { strict: false }).start();
    },
    beforeClose: async (app) => {
      await app.get(Retention, { strict: false }).stop();
      await app.get(Sweeper, { strict: false }).stop();
      await app.get(DeliveryQueue, { strict: false }).stop();
    },
  };
}
