import { Module } from '@nestjs/common';
import { ExchangeRatesModule } from '../exchange-rates/exchange-rates.module.js';
import { FeesModule } from '../fees/fees.module.js';
import { IncomingPaymentsModule } from '../incoming-payments/incoming-payments.module.js';
import { QuotesPages } from './quotes.pages.js';
import { QuotesRepository } from './quotes.repository.js';
import { QuotesAdmin } from './quotes.admin.js';
import { QuotesResolver } from './quotes.resolver.js';
import { Quoting } from './quoting.service.js';
import { RecentQuotes } from './recent-quotes.js';

@Module({
  imports: [ExchangeRatesModule, FeesModule, IncomingPaymentsModule],
  providers: [QuotesRepository, QuotesPages, Quoting, RecentQuotes, QuotesAdmin, QuotesResolver],
  exports: [QuotesRepository, QuotesPages, Quoting, RecentQuotes],
})
export class QuotesModule {}
