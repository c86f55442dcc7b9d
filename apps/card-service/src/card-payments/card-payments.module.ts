import { Module } from '@nestjs/common';
import { CardPaymentMessages } from './card-payment.messages.js';
import { CardPaymentsConsumer } from './card-payments.consumer.js';
import { CardPaymentsRepository } from './card-payments.repository.js';
import { CardPaymentsService } from './card-payments.service.js';
import { RejectedRequests } from './rejected-requests.js';

@Module({
  controllers: [CardPaymentsConsumer],
  providers: [CardPaymentsService, CardPaymentsRepository, CardPaymentMessages, RejectedRequests],
  exports: [CardPaymentsService, RejectedRequests],
})
export class CardPaymentsModule {}
