import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.js';
import { AssetsResolver } from './assets.resolver.js';
import { TenantAssetsRepository } from './tenant-assets.repository.js';
import { TenantAssets } from './tenant-assets.service.js';

/** Assets at the Admin API. */
@Module({
  imports: [LedgerModule],
  providers: [TenantAssets, TenantAssetsRepository, AssetsResolver],
  exports: [TenantAssets],
})
export class AssetsAdminModule {}
