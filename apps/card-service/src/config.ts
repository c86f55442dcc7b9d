import { Env, IsDatabaseUrl, ServiceConfig } from '@tapmesh/service-kit';
import { IsInt, Max, Min } from 'class-validator';

export class CardServiceConfig extends ServiceConfig {
  @Env('CARD_SERVICE_DATABASE_URL', "PostgreSQL URL of this service's own database")
  @IsDatabaseUrl()
  databaseUrl: string;

  @Env('DATABASE_POOL_SIZE', 'connections to the database')
  @IsInt()
  @Min(1)
  @Max(200)
  databasePoolSize = 10;
}
