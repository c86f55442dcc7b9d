import { Env, IsDatabaseUrl, WalletAddressConfig } from '@tapmesh/service-kit';
import { IsBoolean, IsUUID } from 'class-validator';

export class MockAseConfig extends WalletAddressConfig {
  @Env('TENANT_ID', 'the bank that this process plays: a tenant of the backend')
  @IsUUID()
  tenantId: string;

  @Env('MOCK_ASE_DATABASE_URL', "the bank's own database, as a postgres:// URL")
  @IsDatabaseUrl()
  databaseUrl: string;

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
    return problems;
  }
}
