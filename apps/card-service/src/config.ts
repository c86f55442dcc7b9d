import { Env, ServiceConfig } from '@tapmesh/service-kit';
import { IsInt, IsString, Matches, Max, Min } from 'class-validator';

export class CardServiceConfig extends ServiceConfig {
  @Env('CARD_SERVICE_DATABASE_URL', "PostgreSQL URL of this service's own database")
  @IsString()
  @Matches(/^postgres(ql)?:\/\//, { message: 'databaseUrl must be a postgres:// URL' })
  databaseUrl: string;

  @Env('DATABASE_POOL_SIZE', 'connections to the database')
  @IsInt()
  @Min(1)
  @Max(200)
  databasePoolSize = 10;
}
