import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ServiceConfig } from '../config/service-config.js';
import type { LineFields } from '../logging/line-fields.js';

/** Tracing of this process, where it is on. */
export interface Tracing {
  /** A span for each HTTP request; before routes are made. */
  traceRequests(app: NestFastifyApplication): void;
  /** The trace of the request that is being served. */
  readonly lineFields: LineFields;
  /** Exports what is left, within so long and a bound of its own. */
  stop(withinMs: number): Promise<void>;
}

/**
 * Undefined without `OTEL_EXPORTER_OTLP_ENDPOINT`, and then nothing of the SDK is even loaded.
 * To be called before the service's modules are made: they ask once whether there is tracing.
 */
export async function startTracing(
  name: string,
  config: ServiceConfig,
): Promise<Tracing | undefined> {
  if (config.tracesEndpoint === undefined) return undefined;
  const { SdkTracing } = await import('./sdk-tracing.js');
  return new SdkTracing({ name, config, endpoint: config.tracesEndpoint });
}
