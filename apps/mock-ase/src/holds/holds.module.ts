import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { DecisionsModule } from '../decisions/decisions.module.js';
import { HoldsController } from './holds.controller.js';
import { HoldsRepository } from './holds.repository.js';
import { HoldsService } from './holds.service.js';
import { OutgoingPaymentsConsumer } from './outgoing-payments.consumer.js';

@Module({
  imports: [AccountsModule, DecisionsModule],
  controllers: [HoldsController, OutgoingPaymentsConsumer],
  providers: [HoldsRepository, HoldsService],
})
export class HoldsModule {}
