import { Global, Module } from '@nestjs/common';
import { BackendMetrics } from './backend-metrics.js';

@Global()
@Module({ providers: [BackendMetrics], exports: [BackendMetrics] })
export class MetricsModule {}
