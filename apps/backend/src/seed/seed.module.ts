import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.js';
import { Seeder } from './seeder.service.js';

@Module({ imports: [LedgerModule], providers: [Seeder], exports: [Seeder] })
export class SeedModule {}
