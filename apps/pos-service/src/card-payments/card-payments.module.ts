import { Logger, Module } from '@nestjs/common';
import { SecondLook } from '@tapmesh/service-kit';
import { AnswersModule } from '../answers/answers.module.js';
import { WaitingTerminals } from '../answers/waiting-terminals.js';
import { ForeignRequestsModule } from '../foreign-card-services/foreign-requests.module.js';
import { IncomingPaymentsConsumer } from '../foreign-card-services/incoming-payments.consumer.js';
import { MerchantsModule } from '../merchants/merchants.module.js';
import { PosServiceConfig } from '../pos-service.config.js';
import { SenderWalletAddressesModule } from '../sender-wallet-addresses/sender-wallet-addresses.module.js';
import { TerminalsModule } from '../terminals/terminals.module.js';
import { CardPaymentsConsumer } from './card-payments.consumer.js';
import { CardPaymentsController } from './card-payments.controller.js';
import { CardPaymentsRepository } from './card-payments.repository.js';
import { CardPaymentsService } from './card-payments.service.js';
import { KnownPayments } from './known-payments.js';
import { PaymentWriter } from './payment-writer.js';
import { VerdictsService } from './verdicts.service.js';

const secondLook = {
  provide: SecondLook,
  inject: [WaitingTerminals, CardPaymentsRepository, PosServiceConfig],
  useFactory: (
    waiting: WaitingTerminals,
    payments: CardPaymentsRepository,
    config: PosServiceConfig,
  ) => {
    const logger = new Logger(SecondLook.name);
    return new SecondLook({
      waiting,
      findFinal: (requestIds) => payments.findFinal(requestIds),
      intervalMs: config.secondLookMs,
      onError: (error) => logger.warn({ err: error }, 'stored answers cannot be looked for'),
    });
  },
};

@Module({
  imports: [
    AnswersModule,
    ForeignRequestsModule,
    MerchantsModule,
    SenderWalletAddressesModule,
    TerminalsModule,
  ],
  controllers: [CardPaymentsController, CardPaymentsConsumer, IncomingPaymentsConsumer],
  providers: [
    CardPaymentsRepository,
    CardPaymentsService,
    KnownPayments,
    PaymentWriter,
    VerdictsService,
    secondLook,
  ],
  exports: [CardPaymentsRepository],
})
export class CardPaymentsModule {}
