import { Module } from '@nestjs/common';
import { MessagingStats } from '@tapmesh/messaging';
import { PosMetrics } from '../metrics/pos-metrics.js';
import { PosServiceConfig } from '../pos-service.config.js';
import { Admission } from './admission.js';
import { WaitingTerminals } from './waiting-terminals.js';

@Module({
  providers: [
    {
      provide: Admission,
      inject: [PosServiceConfig, MessagingStats],
      useFactory: (config: PosServiceConfig, stats: MessagingStats) =>
        new Admission({
          maxWaiting: config.maxWaiting,
          overloadAfterMs: config.overloadThresholdMs(),
          maxOutboxAgeMs: config.maxOutboxAgeMs,
          outboxAgeMs: () => stats.outboxOldestAgeMs,
        }),
    },
    {
      provide: WaitingTerminals,
      inject: [Admission],
      useFactory: (admission: Admission) => new WaitingTerminals(admission),
    },
    PosMetrics,
  ],
  exports: [Admission, WaitingTerminals, PosMetrics],
})
export class AnswersModule {}
