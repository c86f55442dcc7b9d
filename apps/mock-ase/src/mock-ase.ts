import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { Topic } from '@tapmesh/events';
import {
  EventsServer,
  MessagingHealth,
  messagingMigrations,
  MessagingModule,
  type MessagingOptions,
  MessagingStats,
  TransactionsModule,
  transactionPool,
} from '@tapmesh/messaging';
import { databaseModule, type ServiceParts } from '@tapmesh/service-kit';
import { Account } from './accounts/account.entity.js';
import { AccountsModule } from './accounts/accounts.module.js';
import { AccountsSeed } from './accounts/accounts.seed.js';
import { BackendRequestsWorker } from './backend-requests/backend-requests.worker.js';
import { CreditsModule } from './credits/credits.module.js';
import { mockAseMigrations } from './database/migrations.js';
import { PendingDecisionsWorker } from './decisions/pending-decisions.worker.js';
import { isForBank } from './doors/addressed.js';
import { HttpDoorModule } from './doors/http-door.module.js';
import { KafkaDoorModule } from './doors/kafka-door.module.js';
import { HoldRow } from './holds/hold.entity.js';
import { HoldsModule } from './holds/holds.module.js';
import { MockAseConfig } from './mock-ase.config.js';
import { serveOpenApi } from './openapi/openapi.js';
import { RatesModule } from './rates/rates.module.js';
import { Rates } from './rates/rates.js';

/** One bank of the mesh: the tenant that its configuration names. */
@Module({})
export class MockAseModule {
  static forBank(config: MockAseConfig): DynamicModule {
    return {
      module: MockAseModule,
      imports: [
        databaseModule({
          url: config.databaseUrl,
          ...config.databaseAccess(),
          statementTimeoutMs: config.databaseStatementTimeoutMs,
          pool: transactionPool,
          migrations: [...messagingMigrations, ...mockAseMigrations],
          entities: [Account, HoldRow],
        }),
        ...doorModules(config),
        AccountsModule,
        HoldsModule,
        CreditsModule,
        RatesModule,
      ],
    };
  }
}

/** The bank as a service that can be started. */
export function mockAse(config: MockAseConfig): ServiceParts {
  return {
    module: MockAseModule.forBank(config),
    configure: serveOpenApi,
    ...(config.door === 'kafka' && {
      strategies: (app: App) => [app.get(EventsServer)],
      healthChecks: (app: App) => ({ messaging: () => app.get(MessagingHealth).check() }),
      readings: (app: App) => app.get(MessagingStats).readings(),
    }),
    beforeListen: async (app) => {
      await app.get(AccountsSeed, { strict: false }).run();
      await app.get(Rates, { strict: false }).read();
      await app.get(workers[config.door], { strict: false }).start();
    },
    beforeClose: (app) => app.get(workers[config.door], { strict: false }).stop(),
  };
}

type App = Parameters<NonNullable<ServiceParts['strategies']>>[0];

/** What runs in the background, by the door at which the bank stands. */
const workers: Record<MockAseConfig['door'], Type<Worker>> = {
  kafka: PendingDecisionsWorker,
  http: BackendRequestsWorker,
};

interface Worker {
  start(): void | Promise<void>;
  stop(): Promise<void>;
}

function doorModules({ door }: MockAseConfig): NonNullable<DynamicModule['imports']> {
  if (door === 'http') return [TransactionsModule.withoutBroker(), HttpDoorModule];
  const messaging = {
    inject: [MockAseConfig] as [typeof MockAseConfig],
    useFactory: messagingOptions,
  };
  return [MessagingModule.forRootAsync(messaging), KafkaDoorModule];
}

function messagingOptions(config: MockAseConfig): MessagingOptions {
  return {
    brokers: config.kafkaBrokers,
    security: config.kafkaSecurity(),
    topicPrefix: config.topicPrefix,
    source: `/mock-ase/${config.tenantId}`,
    // Each bank hears everything that is said to banks, and picks out its own.
    groupId: `mock-ase-${config.tenantId}`,
    topics: [Topic.OutgoingPayments, Topic.IncomingPayments, Topic.CommandRefusals],
    instanceId: config.instanceId,
    accepts: (headers) => isForBank(headers, config.tenantId),
  };
}
