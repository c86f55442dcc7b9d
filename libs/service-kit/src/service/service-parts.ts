import type { DynamicModule, Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ServiceConfig } from '../config/service-config.js';
import type { HealthCheck } from '../health/health.js';
import type { LineFields } from '../logging/line-fields.js';
import type { Reading } from '../metrics/reading.js';

/** A transport that listens for messages: Nest's `CustomTransportStrategy`, as far as we touch it. */
export interface TransportStrategy {
  listen(callback: (...optionalParams: unknown[]) => void): unknown;
  close(): unknown;
  /** What is handled while a log line is made, for that line; the line's own fields are handed in. */
  logFields?: LineFields;
}

/** What makes one service different from the others. */
export interface ServiceParts {
  module: DynamicModule | Type;
  /** Consumers, started after `beforeListen` and together with HTTP. */
  strategies?: (app: NestFastifyApplication) => TransportStrategy[];
  /** Beside the database's own, which is there when `databaseModule` is. */
  healthChecks?: (app: NestFastifyApplication) => Record<string, HealthCheck>;
  /** Numbers that are read whenever somebody scrapes the metrics. */
  readings?: (app: NestFastifyApplication) => Reading[];
  /** Before routes are made: OpenAPI documents and the like. */
  configure?: (app: NestFastifyApplication) => void | Promise<void>;
  /** After migrations, before anybody is listened to: seeding. */
  beforeListen?: (app: NestFastifyApplication) => Promise<void>;
  /** At shutdown, when HTTP has had its time: whoever still waits for an answer is to get one now. */
  endWaits?: (app: NestFastifyApplication) => void;
  /** After HTTP and consumers have stopped, while database and producer still work. */
  beforeClose?: (app: NestFastifyApplication) => Promise<void>;
}

export interface Service<C extends ServiceConfig = ServiceConfig> {
  name: string;
  config: C;
  create: (config: C) => ServiceParts;
}

export interface RunningService {
  app: NestFastifyApplication;
  url: string;
  /** In order, and within a bound: `SHUTDOWN_TIMEOUT_MS` or less. Safe to call twice. */
  close(withinMs?: number): Promise<void>;
}
