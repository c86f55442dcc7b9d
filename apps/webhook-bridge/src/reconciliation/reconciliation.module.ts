import { Module } from '@nestjs/common';
import { Reconciliation } from './reconciliation.js';
import { TopicOffsets } from './topic-offsets.js';

@Module({
  providers: [Reconciliation, TopicOffsets],
  exports: [Reconciliation],
})
export class ReconciliationModule {}
