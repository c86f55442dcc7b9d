import { context, propagation, trace } from '@opentelemetry/api';
import { REQUEST_ID } from './attributes.js';

/**
 * The trace of the request that is being served, for the messages that it causes: hand it to
 * `MessageFactory.make`. Asked where the request's own context is still active; what gathers many
 * requests runs in the context of one of them. Undefined where nothing is traced.
 */
export function continueTrace(key: string): string | undefined {
  const span = trace.getActiveSpan();
  if (span === undefined) return undefined;
  span.setAttribute(REQUEST_ID, key);
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent;
}
