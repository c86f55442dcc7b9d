import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.js';
import { LiquidityWatch } from './liquidity-watch.js';
import { Liquidity } from './liquidity.service.js';

@Module({
  imports: [LedgerModule],
  providers: [Liquidity, LiquidityWatch],
  exports: [Liquidity, LiquidityWatch],
})
export class LiquidityModule {}
