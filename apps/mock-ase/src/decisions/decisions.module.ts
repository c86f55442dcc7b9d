import { Module } from '@nestjs/common';
import { DecisionCommands } from './decision-commands.js';
import { PendingDecisionsRepository } from './pending-decisions.repository.js';
import { PendingDecisionsWorker } from './pending-decisions.worker.js';
import { Spokesman } from './spokesman.js';

@Module({
  providers: [DecisionCommands, PendingDecisionsRepository, PendingDecisionsWorker, Spokesman],
  exports: [Spokesman, PendingDecisionsWorker],
})
export class DecisionsModule {}
