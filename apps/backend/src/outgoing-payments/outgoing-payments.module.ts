import { Module } from '@nestjs/common';
import { CommandsModule } from '../commands/commands.module.js';
import { IncomingPaymentsModule } from '../incoming-payments/incoming-payments.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { LiquidityModule } from '../liquidity/liquidity.module.js';
import { QuotesModule } from '../quotes/quotes.module.js';
import { OutgoingPaymentsAdmin } from './outgoing-payments.admin.js';
import { OutgoingPaymentsConsumer } from './outgoing-payments.consumer.js';
import { OutgoingPaymentsCreation } from './outgoing-payments.creation.js';
import { OutgoingPaymentsDeadlines } from './outgoing-payments.deadlines.js';
import { OutgoingPaymentsPages } from './outgoing-payments.pages.js';
import { OutgoingPaymentsResolver } from './outgoing-payments.resolver.js';
import { OutgoingPaymentsRepository } from './outgoing-payments.repository.js';
import { OutgoingPaymentsService } from './outgoing-payments.service.js';

/** The repository is offered too: whoever withdraws locks these rows in its own transaction. */
@Module({
  imports: [CommandsModule, IncomingPaymentsModule, LedgerModule, LiquidityModule, QuotesModule],
  controllers: [OutgoingPaymentsConsumer],
  providers: [
    OutgoingPaymentsCreation,
    OutgoingPaymentsService,
    OutgoingPaymentsRepository,
    OutgoingPaymentsDeadlines,
    OutgoingPaymentsAdmin,
    OutgoingPaymentsPages,
    OutgoingPaymentsResolver,
  ],
  exports: [OutgoingPaymentsRepository, OutgoingPaymentsAdmin, OutgoingPaymentsPages],
})
export class OutgoingPaymentsModule {}
