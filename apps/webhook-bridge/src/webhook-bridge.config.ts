import { Env, IsDatabaseUrl, ServiceConfig } from '@tapmesh/service-kit';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';

export class WebhookBridgeConfig extends ServiceConfig {
  @Env('WEBHOOK_BRIDGE_DATABASE_URL', "PostgreSQL URL of this service's own database")
  @IsDatabaseUrl()
  databaseUrl: string;

  @Env('DATABASE_POOL_SIZE', 'connections to the database')
  @IsInt()
  @Min(2)
  @Max(200)
  databasePoolSize = 10;

  @Env(
    'WEBHOOK_ALLOWED_HOSTS',
    'hosts, separated by commas, that endpoints may name although they are at private addresses ' +
      'or speak plain HTTP; for development',
  )
  @Matches(/^[^\s/:,]+$/, { each: true, message: 'webhookAllowedHosts must be host[,host…]' })
  webhookAllowedHosts: string[] = [];

  @Env('WEBHOOK_EGRESS_PROXY', 'URL of an HTTP proxy through which every delivery goes')
  @IsOptional()
  @Matches(/^https?:\/\/[^\s]+$/, { message: 'webhookEgressProxy must be an http or https URL' })
  webhookEgressProxy?: string;

  @Env(
    'MAX_CONCURRENT_DELIVERIES',
    'attempts that may be under way at once, all endpoints together',
  )
  @IsInt()
  @Min(1)
  @Max(10_000)
  maxConcurrentDeliveries = 256;

  @Env('ENDPOINT_CONCURRENCY', 'attempts that may be under way at once for one endpoint')
  @IsInt()
  @Min(1)
  @Max(1_000)
  endpointConcurrency = 16;
}
