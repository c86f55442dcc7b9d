import { Module } from '@nestjs/common';
import { CommandsModule } from '../commands/commands.module.js';
import { IncomingPaymentsModule } from '../incoming-payments/incoming-payments.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { OutgoingPaymentsModule } from '../outgoing-payments/outgoing-payments.module.js';
import { WebhookEventsModule } from '../webhook-events/webhook-events.module.js';
import { WithdrawalsAdmin } from './withdrawals.admin.js';
import { WithdrawalsResolver } from './withdrawals.resolver.js';
import { WithdrawalsConsumer } from './withdrawals.consumer.js';
import { WithdrawalsExpiry } from './withdrawals.expiry.js';
import { WithdrawalsService } from './withdrawals.service.js';

@Module({
  imports: [
    CommandsModule,
    IncomingPaymentsModule,
    LedgerModule,
    OutgoingPaymentsModule,
    WebhookEventsModule,
  ],
  controllers: [WithdrawalsConsumer],
  providers: [WithdrawalsService, WithdrawalsExpiry, WithdrawalsAdmin, WithdrawalsResolver],
})
export class WithdrawalsModule {}
