import { Logger, Module, type DynamicModule } from '@nestjs/common';
import { Topic } from '@tapmesh/events';
import {
  EventsServer,
  MessagingHealth,
  messagingMigrations,
  MessagingModule,
  MessagingStats,
  transactionPool,
} from '@tapmesh/messaging';
import {
  databaseModule,
  readSeed,
  SecondLook,
  type ServiceParts,
  serveOpenApi,
} from '@tapmesh/service-kit';
import { DataSource } from 'typeorm';
import { RafikiExceptionFilter } from './answers/rafiki-exception.filter.js';
import { WaitingTerminals } from './answers/waiting-terminals.js';
import { isAddressedToUs } from './card-payments/addressed.js';
import { CreateCardPayments1760000100002 } from './card-payments/card-payments.migration.js';
import { CardPaymentsModule } from './card-payments/card-payments.module.js';
import { AskForeignCardServices1760000100003 } from './foreign-card-services/foreign-requests.migration.js';
import { hearsForeignPayments } from './foreign-card-services/hears-foreign-payments.js';
import { ForeignRequestsWorker } from './foreign-card-services/foreign-requests.worker.js';
import { CreateMerchants1760000100001 } from './merchants/merchants.migration.js';
import { PaymentHistoryModule } from './payment-history/payment-history.module.js';
import type { PosServiceConfig } from './pos-service.config.js';
import { PosSeed } from './seed/pos-seed.js';
import { TERMINAL_KEY } from './terminals/terminal-api.js';

@Module({})
class PosServiceModule {
  static with(config: PosServiceConfig): DynamicModule {
    return {
      module: PosServiceModule,
      imports: [
        databaseModule({
          url: config.databaseUrl,
          statementTimeoutMs: config.databaseStatementTimeoutMs,
          pool: transactionPool,
          poolSize: config.databasePoolSize,
          ...config.databaseAccess(),
          migrations: [
            ...messagingMigrations,
            CreateMerchants1760000100001,
            CreateCardPayments1760000100002,
            AskForeignCardServices1760000100003,
          ],
        }),
        MessagingModule.forRootAsync({
          inject: [DataSource],
          useFactory: async (database: DataSource) => ({
            brokers: config.kafkaBrokers,
            security: config.kafkaSecurity(),
            topicPrefix: config.topicPrefix,
            source: '/pos-service',
            groupId: 'pos-service',
            topics: topicsOf(await hearsForeignPayments(config, database)),
            instanceId: config.instanceId,
            accepts: isAddressedToUs,
          }),
        }),
        CardPaymentsModule,
        PaymentHistoryModule,
      ],
      providers: [PosSeed],
    };
  }
}

/** Incoming payments are heard of only where somebody else's card service may have them paid. */
function topicsOf(hearsForeign: boolean): Topic[] {
  const own = [Topic.CardAnswers, Topic.CommandRefusals];
  return hearsForeign ? [...own, Topic.IncomingPayments] : own;
}

const TERMINALS_API = {
  title: 'Tapmesh POS service',
  description: 'What terminals ask: to take a payment, and how one stands.',
  bearer: { name: TERMINAL_KEY, description: 'A terminal’s key' },
};

/** The service from its parts, for a process of its own and for tests alike. */
export function posService(config: PosServiceConfig): ServiceParts {
  return {
    module: PosServiceModule.with(config),
    strategies: (app) => [app.get(EventsServer)],
    healthChecks: (app) => ({ messaging: () => app.get(MessagingHealth).check() }),
    readings: (app) => app.get(MessagingStats).readings(),
    configure: (app) => {
      serveOpenApi(app, TERMINALS_API);
      if (config.terminalMode === 'rafiki') app.useGlobalFilters(new RafikiExceptionFilter());
    },
    beforeListen: async (app) => {
      for (const warning of config.warnings()) new Logger('Configuration').warn(warning);
      if (config.seedFile !== undefined) {
        const seed = await readSeed(config.seedFile);
        await app.get(PosSeed).store(seed, config.walletAddressBaseUrl);
      }
      app.get(SecondLook).start();
      if (app.get(EventsServer).reads(Topic.IncomingPayments)) {
        app.get(ForeignRequestsWorker, { strict: false }).start();
      }
    },
    // They are told `outcome_unknown`, and ask another instance.
    endWaits: (app) => app.get(WaitingTerminals).close(),
    beforeClose: async (app) => {
      app.get(SecondLook).stop();
      await app.get(ForeignRequestsWorker, { strict: false }).stop();
    },
  };
}
