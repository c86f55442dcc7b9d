import { Logger, Module } from '@nestjs/common';
import { SecondLook } from '@tapmesh/service-kit';
import { DataSource } from 'typeorm';
import { CardPaymentsModule } from '../card-payments/card-payments.module.js';
import { CardPaymentsRepository } from '../card-payments/card-payments.repository.js';
import { CardServiceConfig } from '../config.js';
import { IncomingPayments } from '../incoming-payments/incoming-payments.js';
import { PaymentDoorController } from './payment-door.controller.js';
import { PaymentDoor } from './payment-door.service.js';
import { WaitingCallers } from './waiting-callers.js';
import { WaitingCallersModule } from './waiting-callers.module.js';

const incomingPayments = {
  provide: IncomingPayments,
  inject: [CardServiceConfig],
  useFactory: (config: CardServiceConfig) =>
    new IncomingPayments({
      baseUrl: config.walletAddressBaseUrl,
      timeoutMs: config.incomingPaymentTimeoutMs,
    }),
};

const secondLook = {
  provide: SecondLook,
  inject: [WaitingCallers, CardPaymentsRepository, DataSource, CardServiceConfig],
  useFactory: (
    waiting: WaitingCallers,
    payments: CardPaymentsRepository,
    database: DataSource,
    config: CardServiceConfig,
  ) => {
    const logger = new Logger(SecondLook.name);
    return new SecondLook({
      waiting,
      findFinal: (requestIds) => payments.findFinal(database.manager, requestIds),
      intervalMs: config.secondLookMs,
      onError: (error) => logger.warn({ err: error }, 'stored answers cannot be looked for'),
    });
  },
};

@Module({
  imports: [CardPaymentsModule, WaitingCallersModule],
  controllers: [PaymentDoorController],
  providers: [PaymentDoor, incomingPayments, secondLook],
})
export class PaymentDoorModule {}
