import { Module } from '@nestjs/common';
import { QuotesRepository } from './quotes.repository.js';

@Module({ providers: [QuotesRepository], exports: [QuotesRepository] })
export class QuotesModule {}
