import { Module } from '@nestjs/common';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { ReplayableEvents } from './replayable-events.js';
import { ReplayWorker } from './replay-worker.js';
import { ReplaysController } from './replays.controller.js';
import { ReplaysRepository } from './replays.repository.js';
import { ReplaysService } from './replays.service.js';

@Module({
  imports: [DeliveriesModule],
  controllers: [ReplaysController],
  providers: [ReplayableEvents, ReplayWorker, ReplaysRepository, ReplaysService],
})
export class ReplaysModule {}
