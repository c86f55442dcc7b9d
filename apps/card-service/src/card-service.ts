import { Logger, Module, type DynamicModule } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Topic } from '@tapmesh/events';
import {
  EventsServer,
  MessagingHealth,
  MessagingModule,
  MessagingStats,
  transactionPool,
} from '@tapmesh/messaging';
import { databaseModule, SecondLook, type ServiceParts, serveOpenApi } from '@tapmesh/service-kit';
import { CardPaymentEntity } from './card-payments/card-payment.entity.js';
import { CardPaymentsModule } from './card-payments/card-payments.module.js';
import { RejectedRequests } from './card-payments/rejected-requests.js';
import type { CardServiceConfig } from './config.js';
import { migrations } from './migrations/index.js';
import { PaymentDoorModule } from './payment-door/payment-door.module.js';
import { PaymentExceptionFilter } from './payment-door/payment-exception.filter.js';
import { WaitingCallers } from './payment-door/waiting-callers.js';

const TOPICS = [Topic.CardRequests, Topic.OutgoingPaymentStatus, Topic.CommandRefusals];

@Module({})
class CardServiceModule {
  static with(config: CardServiceConfig): DynamicModule {
    return {
      module: CardServiceModule,
      imports: [
        databaseModule({
          url: config.databaseUrl,
          statementTimeoutMs: config.databaseStatementTimeoutMs,
          pool: transactionPool,
          poolSize: config.databasePoolSize,
          ...config.databaseAccess(),
          entities: [CardPaymentEntity],
          migrations,
        }),
        MessagingModule.forRootAsync({
          inject: [ModuleRef],
          useFactory: (modules: ModuleRef) => ({
            brokers: config.kafkaBrokers,
            security: config.kafkaSecurity(),
            topicPrefix: config.topicPrefix,
            source: '/card-service',
            groupId: 'card-service',
            topics: TOPICS,
            instanceId: config.instanceId,
            // Looked up when it is needed: declining needs the transactions that messaging offers.
            onDeadLetter: (letter) =>
              modules.get(RejectedRequests, { strict: false }).reject(letter),
          }),
        }),
        CardPaymentsModule,
        PaymentDoorModule,
      ],
    };
  }
}

/** The service from its parts, for a process of its own and for tests alike. */
export function cardService(config: CardServiceConfig): ServiceParts {
  return {
    module: CardServiceModule.with(config),
    strategies: (app) => [app.get(EventsServer)],
    healthChecks: (app) => ({ messaging: () => app.get(MessagingHealth).check() }),
    readings: (app) => app.get(MessagingStats).readings(),
    configure: (app) => {
      app.useGlobalFilters(new PaymentExceptionFilter());
      serveOpenApi(app, {
        title: 'Tapmesh card service',
        description: 'The door of POS services that ask over HTTP, as Rafiki’s do.',
      });
    },
    beforeListen: async (app) => {
      for (const warning of config.warnings()) new Logger('Configuration').warn(warning);
      app.get(SecondLook).start();
    },
    // They are told `outcome_unknown`, and ask another instance.
    endWaits: (app) => app.get(WaitingCallers, { strict: false }).close(),
    beforeClose: async (app) => app.get(SecondLook).stop(),
  };
}
