import { Module, type DynamicModule } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Topic } from '@tapmesh/events';
import { MessagingModule, type MessagingOptions, transactionPool } from '@tapmesh/messaging';
import { databaseModule } from '@tapmesh/service-kit';
import { AdminApiModule } from './admin-api/admin-api.module.js';
import { AssetsAdminModule } from './assets/assets-admin.module.js';
import { BackendConfig } from './backend.config.js';
import { CommandsModule } from './commands/commands.module.js';
import { DeadLetters } from './commands/dead-letters.js';
import { ConfigModule } from './config.module.js';
import { entities } from './entities.js';
import { IncomingPaymentsModule } from './incoming-payments/incoming-payments.module.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { migrations } from './migrations.js';
import { OutgoingPaymentsModule } from './outgoing-payments/outgoing-payments.module.js';
import { PeersModule } from './peers/peers.module.js';
import { AccountingTransfersModule } from './accounting-transfers/accounting-transfers.module.js';
import { FeesAdminModule } from './fees/fees-admin.module.js';
import { LiquidityAdminModule } from './liquidity/liquidity-admin.module.js';
import { PaymentsModule } from './payments/payments.module.js';
import { WebhookEventsModule } from './webhook-events/webhook-events.module.js';
import { ReceiversModule } from './receivers/receivers.module.js';
import { SeedModule } from './seed/seed.module.js';
import { TenantsAdminModule } from './tenants/tenants-admin.module.js';
import { TenantsModule } from './tenants/tenants.module.js';
import { WalletAddressesAdminModule } from './wallet-addresses/wallet-addresses-admin.module.js';
import { MissingWalletAddresses } from './wallet-addresses/not-found/missing-wallet-addresses.js';
import { WalletAddressesModule } from './wallet-addresses/wallet-addresses.module.js';
import { webhookEventTypes } from './webhook-events/webhook-event.types.js';
import { WithdrawalsModule } from './withdrawals/withdrawals.module.js';

@Module({})
export class AppModule {
  static forRoot(config: BackendConfig): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(config),
        databaseModule({
          url: config.databaseUrl,
          statementTimeoutMs: config.databaseStatementTimeoutMs,
          pool: transactionPool,
          migrations,
          entities,
          poolSize: config.databasePoolSize,
          ...config.databaseAccess(),
        }),
        MessagingModule.forRootAsync({
          inject: [ModuleRef],
          useFactory: (modules: ModuleRef) => messagingOptions(config, modules),
        }),
        WalletAddressesModule.forRoot(
          { baseUrl: config.walletAddressBaseUrl, cardServiceUrl: config.cardServiceUrl },
          [MissingWalletAddresses],
        ),
        AdminApiModule.forRoot(config),
        WalletAddressesAdminModule,
        MetricsModule,
        CommandsModule,
        TenantsModule,
        AssetsAdminModule,
        PeersModule,
        SeedModule,
        IncomingPaymentsModule,
        OutgoingPaymentsModule,
        TenantsAdminModule,
        FeesAdminModule,
        LiquidityAdminModule,
        ReceiversModule,
        WebhookEventsModule,
        PaymentsModule,
        AccountingTransfersModule,
        WithdrawalsModule,
      ],
    };
  }
}

function messagingOptions(config: BackendConfig, modules: ModuleRef): MessagingOptions {
  return {
    brokers: config.kafkaBrokers,
    security: config.kafkaSecurity(),
    topicPrefix: config.topicPrefix,
    source: '/backend',
    groupId: 'backend',
    topics: [Topic.PaymentCommands],
    instanceId: config.instanceId,
    archive: { table: 'webhook_events', types: webhookEventTypes },
    // Looked up when it is needed: refusing a command needs the transactions that messaging offers.
    onDeadLetter: (letter) => modules.get(DeadLetters, { strict: false }).refuse(letter),
  };
}
