import { Module } from '@nestjs/common';
import { CommandsModule } from '../commands/commands.module.js';
import { FeesModule } from '../fees/fees.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { IncomingPaymentsAdmin } from './incoming-payments.admin.js';
import { IncomingPaymentsDescriptions } from './incoming-payments.descriptions.js';
import { IncomingPaymentsPages } from './incoming-payments.pages.js';
import { IncomingPaymentsResolver } from './incoming-payments.resolver.js';
import { IncomingPaymentsConsumer } from './incoming-payments.consumer.js';
import { IncomingPaymentsController } from './incoming-payments.controller.js';
import { IncomingPaymentsExpiry } from './incoming-payments.expiry.js';
import { IncomingPaymentsRepository } from './incoming-payments.repository.js';
import { IncomingPaymentsService } from './incoming-payments.service.js';

/** The repository is offered too: whoever pays or withdraws locks these rows in its own transaction. */
@Module({
  imports: [CommandsModule, FeesModule, LedgerModule],
  controllers: [IncomingPaymentsConsumer, IncomingPaymentsController],
  providers: [
    IncomingPaymentsService,
    IncomingPaymentsRepository,
    IncomingPaymentsExpiry,
    IncomingPaymentsAdmin,
    IncomingPaymentsDescriptions,
    IncomingPaymentsPages,
    IncomingPaymentsResolver,
  ],
  exports: [
    IncomingPaymentsService,
    IncomingPaymentsRepository,
    IncomingPaymentsAdmin,
    IncomingPaymentsPages,
  ],
})
export class IncomingPaymentsModule {}
