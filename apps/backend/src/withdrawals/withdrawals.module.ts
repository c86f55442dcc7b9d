import { Module } from '@nestjs/common';
import { CommandsModule } from '../commands/commands.module.js';
import { IncomingPaymentsModule } from '../incoming-payments/incoming-payments.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { OutgoingPaymentsModule } from '../outgoing-payments/outgoing-payments.module.js';
import { WithdrawalsConsumer } from './withdrawals.consumer.js';
import { WithdrawalsExpiry } from './withdrawals.expiry.js';
import { WithdrawalsService } from './withdrawals.service.js';

@Module({
  imports: [CommandsModule, IncomingPaymentsModule, LedgerModule, OutgoingPaymentsModule],
  controllers: [WithdrawalsConsumer],
  providers: [WithdrawalsService, WithdrawalsExpiry],
})
export class WithdrawalsModule {}
