import { Module } from '@nestjs/common';
import { AssetsAdminModule } from '../assets/assets-admin.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { AccountingTransfersRepository } from './accounting-transfers.repository.js';
import { AccountingTransfersResolver } from './accounting-transfers.resolver.js';

@Module({
  imports: [AssetsAdminModule, LedgerModule],
  providers: [AccountingTransfersRepository, AccountingTransfersResolver],
})
export class AccountingTransfersModule {}
