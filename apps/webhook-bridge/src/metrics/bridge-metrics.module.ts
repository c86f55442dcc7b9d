import { Module } from '@nestjs/common';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { BridgeMetrics } from './bridge-metrics.js';
import { EndpointFiguresRepository } from './endpoint-figures.repository.js';

@Module({
  imports: [DeliveriesModule],
  providers: [BridgeMetrics, EndpointFiguresRepository],
})
export class BridgeMetricsModule {}
