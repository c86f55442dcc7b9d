import { Module } from '@nestjs/common';
import { FeesRepository } from './fees.repository.js';
import { Fees } from './fees.service.js';

@Module({ providers: [Fees, FeesRepository], exports: [Fees, FeesRepository] })
export class FeesModule {}
