import { Global, Module } from '@nestjs/common';
import { SecretBox, UsedSignatures } from '@tapmesh/service-kit';
import { DataSource } from 'typeorm';
import { WebhookBridgeConfig } from '../webhook-bridge.config.js';
import { CallerGuard } from './caller.guard.js';
import { TenantsConsumer } from './tenants.consumer.js';
import { TenantsRepository } from './tenants.repository.js';

@Global()
@Module({
  controllers: [TenantsConsumer],
  providers: [
    TenantsRepository,
    CallerGuard,
    {
      provide: UsedSignatures,
      inject: [DataSource],
      useFactory: (dataSource: DataSource) => new UsedSignatures(dataSource),
    },
    {
      provide: SecretBox,
      inject: [WebhookBridgeConfig],
      useFactory: (config: WebhookBridgeConfig) => new SecretBox(config),
    },
  ],
  exports: [TenantsRepository, CallerGuard, SecretBox, UsedSignatures],
})
export class TenantsModule {}
