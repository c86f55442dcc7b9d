import {
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Span,
} from '@opentelemetry/api';
import type { ClaimedDelivery } from '../deliveries/delivery.js';
import type { Endpoint } from '../endpoints/endpoint.js';
import type { WebhookAnswer } from './webhook-client.js';

/** An attempt, as a span of the trace in which the event was told; the consumer continues it. ADR 0017. */
export interface DeliverySpan {
  /** For the consumer; the event's own where nothing is traced here. */
  traceparent?: string;
  end(answer: Pick<WebhookAnswer, 'status' | 'error'>): void;
}

/** An event that came without a trace begins none. */
export function beginDelivery(endpoint: Endpoint, delivery: ClaimedDelivery): DeliverySpan {
  const { event, attempts, lane } = delivery;
  const carrier = { traceparent: event.traceparent };
  const parent = propagation.extract(ROOT_CONTEXT, carrier);
  if (trace.getSpanContext(parent) === undefined) return { ...carrier, end: () => undefined };
  const attributes = {
    'http.request.method': 'POST',
    // Not the path: consumers keep secrets in it.
    'server.address': new URL(endpoint.url).hostname,
    'messaging.message.id': event.id,
    'cloudevents.event_type': event.type,
    'tapmesh.webhook.endpoint_id': endpoint.id,
    'tapmesh.webhook.attempt': attempts + 1,
    'tapmesh.webhook.lane': lane,
  };
  const kind = SpanKind.CLIENT;
  const tracer = trace.getTracer('@tapmesh/webhook-bridge');
  const span = tracer.startSpan(`deliver ${event.type}`, { kind, attributes }, parent);
  propagation.inject(trace.setSpan(ROOT_CONTEXT, span), carrier);
  return { ...carrier, end: (answer) => endSpan(span, answer) };
}

function endSpan(span: Span, { status, error }: Pick<WebhookAnswer, 'status' | 'error'>): void {
  if (status !== undefined) span.setAttribute('http.response.status_code', status);
  if (status === undefined || status >= 300)
    span.setStatus({ code: SpanStatusCode.ERROR, message: error });
  span.end();
}
