import { Module } from '@nestjs/common';
import { MessagingStats } from '@tapmesh/messaging';
import { CardServiceConfig } from '../config.js';
import { WaitingCallers } from './waiting-callers.js';

@Module({
  providers: [
    {
      provide: WaitingCallers,
      inject: [CardServiceConfig, MessagingStats],
      useFactory: ({ maxWaiting, maxOutboxAgeMs }: CardServiceConfig, stats: MessagingStats) =>
        new WaitingCallers({
          // While messages wait for the broker nobody could be asked.
          admits: (waiting) => waiting < maxWaiting && stats.outboxOldestAgeMs <= maxOutboxAgeMs,
        }),
    },
  ],
  exports: [WaitingCallers],
})
export class WaitingCallersModule {}
