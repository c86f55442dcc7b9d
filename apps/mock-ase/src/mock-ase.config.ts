import { Env, IsDatabaseUrl, WalletAddressConfig } from '@tapmesh/service-kit';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
  ValidateIf,
} from 'class-validator';

const DOORS = ['kafka', 'http'] as const;

export class MockAseConfig extends WalletAddressConfig {
  @Env('TENANT_ID', 'the bank that this process plays: a tenant of the backend')
  @IsUUID()
  tenantId: string;

  @Env('MOCK_ASE_DATABASE_URL', "the bank's own database, as a postgres:// URL")
  @IsDatabaseUrl()
  databaseUrl: string;

  @Env('ASE_DOOR', 'kafka, or http: hears webhooks and decides over the Admin API')
  @IsIn(DOORS)
  door: (typeof DOORS)[number] = 'kafka';

  @Env('WEBHOOK_SIGNATURE_SECRET', 'with ASE_DOOR=http: what webhooks are signed with')
  @IsOptional()
  @IsString()
  @Length(1, 1_000)
  webhookSignatureSecret?: string;

  @Env('WEBHOOK_SIGNATURE_VERSION', 'the version in Rafiki-Signature that is taken')
  @Matches(/^\d{1,9}$/)
  webhookSignatureVersion: string = '1';

  @Env('TENANT_SECRET', "with ASE_DOOR=http: the tenant's secret, which signs what it asks")
  @IsOptional()
  @IsString()
  @Length(1, 1_000)
  tenantSecret?: string;

  @Env('ADMIN_API_URL', "the backend's Admin API; left out: WALLET_ADDRESS_BASE_URL/graphql")
  @IsOptional()
  @Matches(/^https?:\/\/\S+$/, { message: 'adminApiUrl must be an http or https URL' })
  adminApiUrl?: string;

  @Env('ADMIN_API_TIMEOUT_MS', 'how long one request to the Admin API may take')
  @IsInt()
  @Min(100)
  @Max(60_000)
  adminApiTimeoutMs: number = 3_000;

  /** Over HTTP nobody tells a bank the deadline, nor that it has passed. */
  @Env(
    'PAYMENT_PATIENCE_MS',
    'with ASE_DOOR=http: how long after a payment began its end may stay untold; then the bank asks',
  )
  @IsInt()
  @Min(100)
  @Max(3_600_000)
  paymentPatienceMs: number = 12_000;

  /**
   * A real bank does it. Here it is off, since it adds a command, a transfer and a commit to every
   * payment that is measured on one machine, and nobody waits for it.
   */
  @Env('WITHDRAW_ON_COMPLETION', 'whether what a merchant received is withdrawn from the ledger')
  @IsBoolean()
  withdrawOnCompletion: boolean = false;

  @Env(
    'ALLOW_MOCK_ASE_IN_PRODUCTION',
    'true to start this development tool with NODE_ENV=production',
  )
  @IsBoolean()
  allowInProduction: boolean = false;

  /** A bank that lends its word to whoever asks over HTTP has no place where money is real. */
  override problems(): string[] {
    const problems = super.problems();
    if (this.nodeEnv === 'production' && !this.allowInProduction) {
      problems.push(
        'NODE_ENV is production, where this development tool starts only with ALLOW_MOCK_ASE_IN_PRODUCTION=true',
      );
    }
    if (this.door === 'http') {
      if (this.webhookSignatureSecret === undefined) {
        problems.push('WEBHOOK_SIGNATURE_SECRET is required with ASE_DOOR=http');
      }
      if (this.tenantSecret === undefined) {
        problems.push('TENANT_SECRET is required with ASE_DOOR=http');
      }
    }
    return problems;
  }
}

/** A bank over HTTP needs no broker: then what is said of brokers is not looked at. */
ValidateIf(({ door }: MockAseConfig) => door === 'kafka')(MockAseConfig.prototype, 'kafkaBrokers');
