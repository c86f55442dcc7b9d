import { Env, IsDatabaseUrl, WalletAddressConfig } from '@tapmesh/service-kit';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsUrl,
  IsUUID,
  Matches,
  Max,
  Min,
  MinLength,
} from 'class-validator';

const DAY_MS = 86_400_000;
/** 32 bytes in base64. */
const KEY = /^[A-Za-z0-9+/]{43}=$/;

/** Everything that the backend reads from its environment. */
export class BackendConfig extends WalletAddressConfig {
  @Env('BACKEND_DATABASE_URL', 'postgres://… of the backend’s own database')
  @IsDatabaseUrl()
  databaseUrl: string;

  @Env('DATABASE_POOL_SIZE', 'connections to the database')
  @IsInt()
  @Min(2)
  @Max(200)
  databasePoolSize = 12;

  @Env('CARD_SERVICE_URL', 'public URL of the card service, told at every wallet address')
  @IsOptional()
  @IsUrl({ require_tld: false, protocols: ['http', 'https'], require_protocol: true })
  cardServiceUrl?: string;

  @Env(
    'CARD_SERVICE_DOOR',
    'kafka, or http where the card service of CARD_SERVICE_URL is not ours; as the POS service has it',
  )
  @IsIn(['kafka', 'http'])
  cardServiceDoor: 'kafka' | 'http' = 'kafka';

  @Env('CARD_PAYMENT_MARGIN_MS', 'how long after its deadline a card’s incoming payment expires')
  @IsInt()
  @Min(1_000)
  @Max(DAY_MS)
  cardPaymentMarginMs = 30_000;

  @Env('INCOMING_PAYMENT_EXPIRY_MS', 'how long an incoming payment waits that names no time')
  @IsInt()
  @Min(1_000)
  @Max(90 * DAY_MS)
  incomingPaymentExpiryMs = 30 * DAY_MS;

  @Env(
    'CARD_PAYMENT_TIMEOUT_MS',
    'how long a card’s payment waits to be decided that comes over the Admin API, without a deadline',
  )
  @IsInt()
  @Min(1_000)
  @Max(600_000)
  cardPaymentTimeoutMs = 30_000;

  @Env('QUOTE_LIFESPAN_MS', 'how long a quote holds; a card’s at least until its deadline')
  @IsInt()
  @Min(1_000)
  @Max(DAY_MS)
  quoteLifespanMs = 300_000;

  @Env('OPERATOR_TENANT_ID', 'id of the tenant that runs this backend and sees all others')
  @IsOptional()
  @IsUUID()
  operatorTenantId?: string;

  @Env('ADMIN_API_SECRET', 'with which the operator signs its requests to the Admin API')
  @IsOptional()
  @MinLength(8)
  adminApiSecret?: string;

  @Env('SECRETS_KEY', 'base64 of 32 bytes, which seals secrets of tenants; required in production')
  @IsOptional()
  @Matches(KEY, { message: 'secretsKey must be 32 bytes in base64: openssl rand -base64 32' })
  secretsKey?: string;

  @Env('SECRETS_KEY_BEFORE', 'the key before it: what that one sealed is read, and sealed anew')
  @IsOptional()
  @Matches(KEY, { message: 'secretsKeyBefore must be 32 bytes in base64' })
  secretsKeyBefore?: string;

  @Env('ADMIN_API_SIGNATURE_VERSION', 'the v of v1 in a request’s signature')
  @Matches(/^\d{1,9}$/)
  adminApiSignatureVersion = '1';

  @Env('ADMIN_API_SIGNATURE_TTL_SECONDS', 'how old a signed request may be')
  @IsInt()
  @Min(1)
  @Max(3_600)
  adminApiSignatureTtlSeconds = 30;

  @Env('ADMIN_API_CLOCK_SKEW_MS', 'how far a client’s clock may be ahead')
  @IsInt()
  @Min(0)
  @Max(60_000)
  adminApiClockSkewMs = 2_000;

  @Env('EXCHANGE_RATES_URL', 'who tells rates, as JSON at ?base=USD; tenants may name their own')
  @IsOptional()
  @IsUrl({ require_tld: false, protocols: ['http', 'https'], require_protocol: true })
  exchangeRatesUrl?: string;

  @Env('EXCHANGE_RATES_LIFETIME_MS', 'after how long rates are asked for anew')
  @IsInt()
  @Min(1_000)
  @Max(DAY_MS)
  exchangeRatesLifetimeMs = 15_000;

  @Env(
    'EXCHANGE_RATES_MAX_AGE_MS',
    'how old rates may be that are used, as when nobody tells new ones',
  )
  @IsInt()
  @Min(1_000)
  @Max(7 * DAY_MS)
  exchangeRatesMaxAgeMs = 60_000;

  @Env('EXCHANGE_RATES_TIMEOUT_MS', 'how long an answer with rates may take')
  @IsInt()
  @Min(100)
  @Max(30_000)
  exchangeRatesTimeoutMs = 5_000;

  @Env(
    'EXCHANGE_RATES_ALLOWED_HOSTS',
    'hosts at private addresses, divided by commas, that tenants may name for their rates',
  )
  @Matches(/^[^\s/]+$/, { each: true, message: 'exchangeRatesAllowedHosts must be hosts' })
  exchangeRatesAllowedHosts: string[] = [];

  @Env('SLIPPAGE', 'how much worse than the rate conversions are quoted, as a part of 1: 0.01')
  @Matches(/^0(\.\d{1,9})?$/, { message: 'slippage must be a decimal number from 0 to below 1' })
  slippage = '0';

  @Env('DEADLINE_POLL_MS', 'how often to look for payments that nobody decided in time')
  @IsInt()
  @Min(10)
  @Max(10_000)
  deadlinePollMs = 200;

  @Env(
    'WALLET_ADDRESS_NOT_FOUND_POLLING_ENABLED',
    'true to tell the ASE of wallet addresses that nobody has, and to wait for it to make them',
  )
  @IsBoolean()
  walletAddressNotFoundPollingEnabled: boolean = false;

  @Env('WALLET_ADDRESS_LOOKUP_TIMEOUT_MS', 'how long to wait for it')
  @IsInt()
  @Min(100)
  @Max(30_000)
  walletAddressLookupTimeoutMs = 1_500;

  @Env('WALLET_ADDRESS_POLLING_FREQUENCY_MS', 'how often to look for it meanwhile')
  @IsInt()
  @Min(10)
  @Max(30_000)
  walletAddressPollingFrequencyMs = 100;

  @Env('INCOMING_PAYMENT_POLL_MS', 'how often to look for incoming payments whose time is over')
  @IsInt()
  @Min(10)
  @Max(60_000)
  incomingPaymentPollMs = 1_000;

  override problems(): string[] {
    const half = (this.operatorTenantId === undefined) !== (this.adminApiSecret === undefined);
    return [
      ...super.problems(),
      ...(half
        ? ['OPERATOR_TENANT_ID and ADMIN_API_SECRET make an operator together: set both or neither']
        : []),
      ...(this.nodeEnv === 'production' && this.secretsKey === undefined
        ? [
            'SECRETS_KEY seals what tenants sign with: set 32 bytes in base64 (openssl rand -base64 32)',
          ]
        : []),
    ];
  }
}
