import { Env, IsDatabaseUrl, ServiceConfig } from '@tapmesh/service-kit';
import { IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';

const URL = /^https?:\/\/\S+$/;
const KEY = /^[A-Za-z0-9+/]{43}=$/;

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

  @Env(
    'RETENTION_DAYS',
    'days that events, deliveries, attempts and the offsets read are kept, beside today',
  )
  @IsInt()
  @Min(1)
  @Max(400)
  retentionDays = 30;

  @Env(
    'UNDELIVERED_RETENTION_DAYS',
    'days that an event is kept which could not be delivered yet; then it fails for good',
  )
  @IsInt()
  @Min(1)
  @Max(400)
  undeliveredRetentionDays = 90;

  @Env('ENDPOINT_CONCURRENCY', 'attempts that may be under way at once for one endpoint')
  @IsInt()
  @Min(1)
  @Max(1_000)
  endpointConcurrency = 16;

  @Env('SECRETS_KEY', "the backend's: opens tenants' secrets, and seals endpoints' own")
  @IsOptional()
  @Matches(KEY, { message: 'secretsKey must be 32 bytes in base64: openssl rand -base64 32' })
  secretsKey?: string;

  @Env('SECRETS_KEY_BEFORE', 'the key before it: what that one sealed is read')
  @IsOptional()
  @Matches(KEY, { message: 'secretsKeyBefore must be 32 bytes in base64' })
  secretsKeyBefore?: string;

  @Env('API_SIGNATURE_VERSION', 'the v of v1 in a request’s signature')
  @Matches(/^\d{1,9}$/)
  apiSignatureVersion = '1';

  @Env('API_SIGNATURE_TTL_SECONDS', 'how old a signed request may be')
  @IsInt()
  @Min(1)
  @Max(3_600)
  apiSignatureTtlSeconds = 30;

  @Env('API_CLOCK_SKEW_MS', 'how far a client’s clock may be ahead')
  @IsInt()
  @Min(0)
  @Max(60_000)
  apiClockSkewMs = 2_000;

  @Env('WEBHOOK_SIGNATURE_SECRET', 'what Rafiki-Signature is made with; without it there is none')
  @IsOptional()
  @IsString()
  @Length(1, 1_000)
  webhookSignatureSecret?: string;

  @Env('WEBHOOK_SIGNATURE_VERSION', 'the v of v1 in Rafiki-Signature')
  @Matches(/^\d{1,9}$/)
  webhookSignatureVersion = '1';

  @Env('WEBHOOK_URL', 'where tenants hear webhooks in Rafiki’s form that have no such setting')
  @IsOptional()
  @Matches(URL, { message: 'webhookUrl must be an http or https URL' })
  webhookUrl?: string;

  @Env('CARD_WEBHOOK_SERVICE_URL', 'where a card service made for Rafiki hears decisions')
  @IsOptional()
  @Matches(URL, { message: 'cardWebhookServiceUrl must be an http or https URL' })
  cardWebhookServiceUrl?: string;

  @Env('POS_WEBHOOK_SERVICE_URL', 'where a point-of-sale service made for Rafiki hears completions')
  @IsOptional()
  @Matches(URL, { message: 'posWebhookServiceUrl must be an http or https URL' })
  posWebhookServiceUrl?: string;

  @Env('DISABLE_AFTER_HOURS', 'how long an endpoint may fail before it is disabled')
  @IsInt()
  @Min(1)
  @Max(8_760)
  disableAfterHours = 120;

  override problems(): string[] {
    return [
      ...super.problems(),
      ...(this.nodeEnv === 'production' && this.secretsKey === undefined
        ? ["SECRETS_KEY is required in production: the backend's"]
        : []),
      ...(this.nodeEnv === 'production' && this.webhookAllowedHosts.length > 0
        ? ['WEBHOOK_ALLOWED_HOSTS is for development: leave it out in production']
        : []),
    ];
  }
}
