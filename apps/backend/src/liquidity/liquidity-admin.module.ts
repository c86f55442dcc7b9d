import { Module } from '@nestjs/common';
import { AssetsAdminModule } from '../assets/assets-admin.module.js';
import { LiquidityAdmin } from './liquidity.admin.js';
import { LiquidityModule } from './liquidity.module.js';
import { LiquidityResolver } from './liquidity.resolver.js';

/** An asset's liquidity at the Admin API. */
@Module({
  imports: [AssetsAdminModule, LiquidityModule],
  providers: [LiquidityAdmin, LiquidityResolver],
})
export class LiquidityAdminModule {}
