import { Module } from '@nestjs/common';
import { WaitingCallersModule } from '../payment-door/waiting-callers.module.js';
import { CardPaymentMessages } from './card-payment.messages.js';
import { CardPaymentsConsumer } from './card-payments.consumer.js';
import { CardPaymentsRepository } from './card-payments.repository.js';
import { CardPaymentsService } from './card-payments.service.js';
import { RejectedRequests } from './rejected-requests.js';

@Module({
  imports: [WaitingCallersModule],
  controllers: [CardPaymentsConsumer],
  providers: [CardPaymentsService, CardPaymentsRepository, CardPaymentMessages, RejectedRequests],
  exports: [CardPaymentsService, CardPaymentsRepository, RejectedRequests],
})
export class CardPaymentsModule {}
