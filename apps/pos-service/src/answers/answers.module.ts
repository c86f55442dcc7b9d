import { Module } from '@nestjs/common';
import { PosMetrics } from '../metrics/pos-metrics.js';
import { PosServiceConfig } from '../pos-service.config.js';
import { WaitingTerminals } from './waiting-terminals.js';

@Module({
  providers: [
    {
      provide: WaitingTerminals,
      inject: [PosServiceConfig],
      useFactory: ({ maxWaiting }: PosServiceConfig) => new WaitingTerminals({ maxWaiting }),
    },
    PosMetrics,
  ],
  exports: [WaitingTerminals, PosMetrics],
})
export class AnswersModule {}
