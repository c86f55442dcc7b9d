import { Module, type DynamicModule } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import { UsedSignatures } from '@tapmesh/service-kit';
import { BackendConfig } from '../backend.config.js';
import { TenantsModule } from '../tenants/tenants.module.js';
import { AdminDoor } from './admin-door.js';
import { driverOptions } from './driver-options.js';
import { IdempotencyKeys } from './idempotency/idempotency-keys.js';
import { RequestSignatures } from './signature/request-signatures.js';
import { WhoamiResolver } from './whoami.resolver.js';

@Module({
  imports: [TenantsModule],
  providers: [RequestSignatures, UsedSignatures],
  exports: [RequestSignatures],
})
class SignaturesModule {}

/** GraphQL at `/graphql`. Resolvers stand with their nouns; here is what they share. */
@Module({})
export class AdminApiModule {
  static forRoot(config: BackendConfig): DynamicModule {
    return {
      module: AdminApiModule,
      global: true,
      imports: [
        GraphQLModule.forRootAsync<MercuriusDriverConfig>({
          driver: MercuriusDriver,
          imports: [SignaturesModule],
          inject: [RequestSignatures],
          useFactory: (signatures: RequestSignatures) =>
            driverOptions({ signatures, isProduction: config.nodeEnv === 'production' }),
        }),
      ],
      providers: [IdempotencyKeys, AdminDoor, WhoamiResolver],
      exports: [IdempotencyKeys, AdminDoor],
    };
  }
}
