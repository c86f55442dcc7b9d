import { Global, Module } from '@nestjs/common';
import { CreditsModule } from '../credits/credits.module.js';
import { IncomingPaymentsConsumer } from '../credits/incoming-payments.consumer.js';
import { KafkaWithdrawals, Withdrawals } from '../credits/withdrawals.js';
import { DecisionCommands } from '../decisions/decision-commands.js';
import { PendingDecisionsRepository } from '../decisions/pending-decisions.repository.js';
import { PendingDecisionsWorker } from '../decisions/pending-decisions.worker.js';
import { KafkaSpokesman, Spokesman } from '../decisions/spokesman.js';
import { HoldsModule } from '../holds/holds.module.js';
import { OutgoingPaymentsConsumer } from '../holds/outgoing-payments.consumer.js';

/** A bank that hears and says everything over Kafka. */
@Global()
@Module({
  imports: [HoldsModule, CreditsModule],
  controllers: [OutgoingPaymentsConsumer, IncomingPaymentsConsumer],
  providers: [
    DecisionCommands,
    PendingDecisionsRepository,
    PendingDecisionsWorker,
    { provide: Spokesman, useClass: KafkaSpokesman },
    { provide: Withdrawals, useClass: KafkaWithdrawals },
  ],
  exports: [Spokesman, Withdrawals],
})
export class KafkaDoorModule {}
