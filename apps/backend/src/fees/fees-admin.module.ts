import { Module } from '@nestjs/common';
import { AssetsAdminModule } from '../assets/assets-admin.module.js';
import { FeesAdmin } from './fees.admin.js';
import { FeesModule } from './fees.module.js';
import { FeesResolver } from './fees.resolver.js';

/** Fees at the Admin API. */
@Module({
  imports: [AssetsAdminModule, FeesModule],
  providers: [FeesAdmin, FeesResolver],
})
export class FeesAdminModule {}
