import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.js';
import { PaymentsPages } from './payments.pages.js';
import { PaymentsResolver } from './payments.resolver.js';

@Module({ imports: [LedgerModule], providers: [PaymentsPages, PaymentsResolver] })
export class PaymentsModule {}
