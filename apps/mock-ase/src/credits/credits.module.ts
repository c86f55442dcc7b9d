import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { CreditsRepository } from './credits.repository.js';
import { CreditsService } from './credits.service.js';
import { IncomingPaymentsConsumer } from './incoming-payments.consumer.js';

@Module({
  imports: [AccountsModule],
  controllers: [IncomingPaymentsConsumer],
  providers: [CreditsRepository, CreditsService],
})
export class CreditsModule {}
