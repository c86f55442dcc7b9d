import { Module } from '@nestjs/common';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { EventsConsumer } from './events.consumer.js';
import { Intake } from './intake.js';
import { IntakeRepository } from './intake.repository.js';

@Module({
  imports: [DeliveriesModule],
  controllers: [EventsConsumer],
  providers: [Intake, IntakeRepository],
  exports: [Intake],
})
export class EventsModule {}
