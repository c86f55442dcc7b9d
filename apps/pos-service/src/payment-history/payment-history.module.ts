import { Module } from '@nestjs/common';
import { CardPaymentsModule } from '../card-payments/card-payments.module.js';
import { MerchantsModule } from '../merchants/merchants.module.js';
import { TerminalsModule } from '../terminals/terminals.module.js';
import { PaymentHistoryController } from './payment-history.controller.js';
import { PaymentHistory } from './payment-history.js';

@Module({
  imports: [CardPaymentsModule, MerchantsModule, TerminalsModule],
  controllers: [PaymentHistoryController],
  providers: [PaymentHistory],
})
export class PaymentHistoryModule {}
