import { Module } from '@nestjs/common';
import { SendingModule } from '../sending/sending.module.js';
import { AttemptListeners } from './attempt-listeners.js';
import { Attempts } from './attempts.js';
import { Claims } from './claims.js';
import { Completion } from './completion.js';
import { CompletionRepository } from './completion.repository.js';
import { DeliveryQueue } from './delivery-queue.js';
import { NewDeliveries } from './new-deliveries.js';
import { Pace } from './pace.js';
import { Sweeper } from './sweeper.js';

/** Needs `EndpointDirectory`, `EndpointHealth` and `Signer`, which a global module provides. */
@Module({
  imports: [SendingModule],
  providers: [
    AttemptListeners,
    Attempts,
    Claims,
    Completion,
    CompletionRepository,
    DeliveryQueue,
    NewDeliveries,
    Pace,
    Sweeper,
  ],
  exports: [AttemptListeners, CompletionRepository, DeliveryQueue, NewDeliveries, Sweeper],
})
export class DeliveriesModule {}
