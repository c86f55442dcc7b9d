import { Module } from '@nestjs/common';
import { LedgerRepository } from './ledger.repository.js';
import { Ledger } from './ledger.service.js';

@Module({ providers: [LedgerRepository, Ledger], exports: [Ledger] })
export class LedgerModule {}
