import { Module, type DynamicModule } from '@nestjs/common';
import { LoggerModule, type Params } from 'nestjs-pino';
import type { Logger } from 'pino';
import { ServiceConfig } from '../config/service-config.js';
import { Health } from '../health/health.js';
import { HealthController } from '../health/health.controller.js';
import { describeError } from '../logging/describe-error.js';
import { Metrics } from '../metrics/metrics.js';
import { MetricsController } from '../metrics/metrics.controller.js';
import type { ServiceParts } from './service-parts.js';

export interface ServiceModuleOptions {
  config: ServiceConfig;
  parts: ServiceParts;
  logger: Logger;
}

/** The logger's middleware is left out (`forRoutes`): a log line and a child logger a request cost more than they tell. */
export function loggerParams(logger: Logger): Params {
  return {
    pinoHttp: {
      logger,
      autoLogging: false,
      // pino-http would put its own serializer of errors before ours.
      wrapSerializers: false,
      serializers: { err: describeError },
    },
    forRoutes: [],
  };
}

/** The service's own module among what every service has. */
@Module({})
export class ServiceModule {
  static of({ config, parts, logger }: ServiceModuleOptions): DynamicModule {
    const ownClass = config.constructor as new () => ServiceConfig;
    const configProviders = [
      { provide: ServiceConfig, useValue: config },
      ...(ownClass === ServiceConfig ? [] : [{ provide: ownClass, useValue: config }]),
    ];
    return {
      module: ServiceModule,
      global: true,
      imports: [LoggerModule.forRoot(loggerParams(logger)), parts.module],
      controllers: [HealthController, MetricsController],
      providers: [Health, Metrics, ...configProviders],
      exports: [Health, Metrics, ...configProviders.map(({ provide }) => provide)],
    };
  }
}
