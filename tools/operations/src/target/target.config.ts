import { Env, IsDatabaseUrl, ServersConfig } from '@tapmesh/service-kit';
import { IsOptional } from 'class-validator';

/** A mesh that the environment names: by the variables that its services have. */
export class TargetConfig extends ServersConfig {
  @Env('BACKEND_DATABASE_URL', 'postgres://user:password@host:5432/database')
  @IsDatabaseUrl()
  backendDatabaseUrl: string;

  @Env('CARD_SERVICE_DATABASE_URL', 'postgres://user:password@host:5432/database')
  @IsDatabaseUrl()
  cardServiceDatabaseUrl: string;

  @Env('POS_SERVICE_DATABASE_URL', 'postgres://user:password@host:5432/database')
  @IsDatabaseUrl()
  posServiceDatabaseUrl: string;

  @Env('WEBHOOK_BRIDGE_DATABASE_URL', 'postgres://user:password@host:5432/database')
  @IsOptional()
  @IsDatabaseUrl()
  webhookBridgeDatabaseUrl?: string;

  @Env(
    'MOCK_ASE_DATABASE_URL',
    "the mock banks': each has its own, with the tenant's name after it",
  )
  @IsOptional()
  @IsDatabaseUrl()
  mockAseDatabaseUrl?: string;
}
