import { Module } from '@nestjs/common';
import { ExchangeRates } from './exchange-rates.service.js';
import { RateProvider } from './rate-provider.js';
import { RateSources } from './rate-sources.js';

@Module({ providers: [ExchangeRates, RateProvider, RateSources], exports: [ExchangeRates] })
export class ExchangeRatesModule {}
