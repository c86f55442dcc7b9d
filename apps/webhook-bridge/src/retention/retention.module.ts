import { Module } from '@nestjs/common';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { OldRowsRepository } from './old-rows.repository.js';
import { PartitionsRepository } from './partitions.repository.js';
import { Retention } from './retention.js';
import { Undelivered } from './undelivered.js';

@Module({
  imports: [DeliveriesModule],
  providers: [OldRowsRepository, PartitionsRepository, Retention, Undelivered],
  exports: [Retention],
})
export class RetentionModule {}
