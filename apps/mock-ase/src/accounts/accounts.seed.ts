import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { readSeed, StartError, type Seed } from '@tapmesh/service-kit';
import { DataSource } from 'typeorm';
import { MockAseConfig } from '../mock-ase.config.js';
import { scriptOfBehaviour } from '../scripts/script.js';
import { AccountsRepository, type NewAccount } from './accounts.repository.js';

/** Stores the bank's own part of the seed file. */
@Injectable()
export class AccountsSeed {
  private readonly logger = new Logger(AccountsSeed.name);

  constructor(
    private readonly accounts: AccountsRepository,
    private readonly config: MockAseConfig,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {}

  /** Safe to run twice: accounts that exist keep their balance. */
  async run(): Promise<void> {
    const { seedFile, tenantId } = this.config;
    if (seedFile === undefined) return;
    const accounts = accountsOfTenant(await readSeed(seedFile), tenantId);
    await this.accounts.insertMissing(this.dataSource.manager, accounts);
    this.logger.log(`seeded ${accounts.length} accounts`);
  }
}

export function accountsOfTenant(seed: Seed, tenantId: string): NewAccount[] {
  const tenant = seed.tenants.find(({ id }) => id === tenantId);
  if (!tenant) {
    throw new StartError(`TENANT_ID ${tenantId} is not a tenant of the seed file`);
  }
  const scales = new Map(seed.assets.map(({ code, scale }) => [code, scale]));
  return seed.accounts
    .filter((account) => account.tenant === tenant.slug)
    .map(({ id, path, name, asset, balance, behaviour }) => ({
      id,
      path,
      name,
      assetCode: asset,
      assetScale: scales.get(asset) ?? 0,
      balance: BigInt(balance),
      script: scriptOfBehaviour(behaviour),
    }));
}
