import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { context, diag, DiagLogLevel, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
  type Resource,
} from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { setTimeout as delay } from 'node:timers/promises';
import type { ServiceConfig } from '../config/service-config.js';
import { traceRequests } from './http-spans.js';
import { samplerOf } from './sampler.js';
import { SeldomDiag } from './seldom-diag.js';
import type { Tracing } from './start-tracing.js';

const EXPORT_EVERY_MS = 1_000;
/** What a burst may pile up; what is over it is dropped, never waited for. */
const MAX_QUEUED_SPANS = 8_192;
const EXPORT_TIMEOUT_MS = 5_000;
const STOP_BOUND_MS = 3_000;

export interface SdkTracingOptions {
  name: string;
  config: ServiceConfig;
  endpoint: string;
}

/** OpenTelemetry's SDK, started by hand: nothing is patched. docs/adr/0017-tracing.md */
export class SdkTracing implements Tracing {
  private readonly provider: TracerProvider;

  constructor({ name, config, endpoint }: SdkTracingOptions) {
    const exporter = new OTLPTraceExporter({
      url: `${endpoint.replace(/\/$/, '')}/v1/traces`,
      timeoutMillis: EXPORT_TIMEOUT_MS,
    });
    const processor = new BatchSpanProcessor({
      exporter,
      scheduledDelayMillis: EXPORT_EVERY_MS,
      maxQueueSize: MAX_QUEUED_SPANS,
      exportTimeoutMillis: EXPORT_TIMEOUT_MS,
    });
    this.provider = new TracerProvider({
      resource: resourceOf(name, config),
      sampler: samplerOf(config.tracesSampler, config.tracesSamplerArg),
      spanProcessors: [processor],
    });
    diag.setLogger(new SeldomDiag(new Logger('Tracing')), DiagLogLevel.WARN);
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    propagation.setGlobalPropagator(new W3CTraceContextPropagator());
    trace.setGlobalTracerProvider(this.provider);
  }

  traceRequests(app: NestFastifyApplication): void {
    traceRequests(app, this.provider.getTracer('@tapmesh/service-kit'));
  }

  readonly lineFields = (): Record<string, unknown> | undefined => {
    const active = trace.getActiveSpan()?.spanContext();
    return active && { traceId: active.traceId };
  };

  /** A collector that is away must not hold up a restart. */
  async stop(withinMs: number): Promise<void> {
    const bound = new AbortController();
    const flushed = this.provider.shutdown().catch(() => undefined);
    const boundMs = Math.min(STOP_BOUND_MS, withinMs);
    await Promise.race([flushed, delay(boundMs, undefined, { signal: bound.signal })]);
    bound.abort();
    for (const api of [trace, context, propagation, diag]) api.disable();
  }
}

/** `OTEL_RESOURCE_ATTRIBUTES` may say more, such as where it runs. */
function resourceOf(name: string, { instanceId, tracesServiceName }: ServiceConfig): Resource {
  const own = resourceFromAttributes({
    'service.name': tracesServiceName ?? name,
    'service.namespace': 'tapmesh',
    'service.instance.id': instanceId,
  });
  return defaultResource()
    .merge(detectResources({ detectors: [envDetector] }))
    .merge(own);
}
