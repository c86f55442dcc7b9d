import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { PinoLogger } from 'nestjs-pino';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import type { ServiceConfig } from '../config/service-config.js';
import { databaseCheck } from '../database/database-check.js';
import { errorCode } from '../error-code.js';
import { Health } from '../health/health.js';
import { httpAdapter } from '../http/adapter.js';
import { ApiExceptionFilter } from '../http/exception.filter.js';
import { validationPipe } from '../http/validation.pipe.js';
import { createLogger } from '../logging/logger.js';
import { countResponses } from '../metrics/http-responses.js';
import { Metrics } from '../metrics/metrics.js';
import { LineContext } from '../logging/line-fields.js';
import { NestLogger } from '../logging/nest-logger.js';
import { loggerParams, ServiceModule } from './service.module.js';
import type { RunningService, Service, ServiceParts, TransportStrategy } from './service-parts.js';
import { shutDown } from './shutdown.js';
import { startTracing } from '../tracing/start-tracing.js';
import { StartError } from './start-error.js';

/** Starts a service in this process; `runService` is the same with a command line around it. */
export async function startService<C extends ServiceConfig>({
  name,
  config,
  create,
}: Service<C>): Promise<RunningService> {
  const context = new LineContext();
  const logger = await createLogger({ name, config, context });
  const tracing = await startTracing(name, config);
  if (tracing) context.add(tracing.lineFields);
  const parts = create(config);
  const app = await createApp({ config, parts, logger });
  const { shutdownGraceMs: graceMs, shutdownTimeoutMs } = config;
  let strategies: TransportStrategy[] = [];
  let closing: Promise<void> | undefined;
  const close = (withinMs = shutdownTimeoutMs): Promise<void> => {
    const timeoutMs = Math.min(withinMs, shutdownTimeoutMs);
    const bounds = { graceMs, timeoutMs };
    return (closing ??= shutDown({ app, parts, strategies, tracing, bounds }));
  };
  try {
    prepareHttp(app);
    tracing?.traceRequests(app);
    addHealthChecks(app, parts);
    addReadings(app, parts);
    countResponses(app);
    await parts.configure?.(app);
    strategies = parts.strategies?.(app) ?? [];
    for (const strategy of strategies) {
      app.connectMicroservice({ strategy });
      context.add((line) => strategy.logFields?.(line));
    }
    await app.init();
    await parts.beforeListen?.(app);
    await app.startAllMicroservices();
    const url = await listen(app, config);
    logger.info({ url }, 'listening');
    return { app, url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Brings the database's schema up to date, starts nothing and closes all: building the module has
 * migrated, before anything could listen or consume.
 */
export async function migrateService<C extends ServiceConfig>({
  name,
  config,
  create,
}: Service<C>): Promise<void> {
  const logger = await createLogger({ name, config });
  const app = await createApp({ config, parts: create(config), logger });
  logger.info('the database is up to date');
  await app.close();
}

interface AppOptions {
  config: ServiceConfig;
  parts: ServiceParts;
  logger: Logger;
}

function createApp({ config, parts, logger }: AppOptions): Promise<NestFastifyApplication> {
  const params = loggerParams(logger);
  return NestFactory.create<NestFastifyApplication>(
    ServiceModule.of({ config, parts, logger }),
    httpAdapter(),
    { logger: new NestLogger(new PinoLogger(params), params), abortOnError: false },
  );
}

function prepareHttp(app: NestFastifyApplication): void {
  const health = app.get(Health);
  app.useGlobalFilters(new ApiExceptionFilter());
  app.useGlobalPipes(validationPipe());
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', (_request, reply, payload, done) => {
      if (health.isStopping) reply.header('connection', 'close');
      done(null, payload);
    });
}

function addHealthChecks(app: NestFastifyApplication, parts: ServiceParts): void {
  const health = app.get(Health);
  const dataSource = findDataSource(app);
  if (dataSource !== undefined) health.add({ database: databaseCheck(dataSource) });
  health.add(parts.healthChecks?.(app) ?? {});
}

function addReadings(app: NestFastifyApplication, parts: ServiceParts): void {
  const metrics = app.get(Metrics);
  for (const reading of parts.readings?.(app) ?? []) metrics.reading(reading);
}

function findDataSource(app: NestFastifyApplication): DataSource | undefined {
  try {
    return app.get(DataSource, { strict: false });
  } catch {
    return undefined;
  }
}

/** Connections that the kernel takes while the process is busy with others. */
const BACKLOG = 4_096;

async function listen(app: NestFastifyApplication, config: ServiceConfig): Promise<string> {
  const { port, host, maxConnections } = config;
  app.getHttpServer().maxConnections = maxConnections;
  try {
    await app.listen({ port, host, backlog: BACKLOG });
    return await app.getUrl();
  } catch (error) {
    if (errorCode(error) === 'EADDRINUSE') {
      throw new StartError(
        `port ${config.port} on ${config.host} is taken: set PORT to another one, or to 0 for any`,
        { cause: error },
      );
    }
    throw error;
  }
}
