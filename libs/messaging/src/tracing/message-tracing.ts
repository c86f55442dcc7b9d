import {
  propagation,
  ProxyTracerProvider,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { contract, isMessageType, TYPE_HEADER, type Envelope, type Topic } from '@tapmesh/events';
import type { OutgoingRecord, ReceivedRecord } from '../kafka/records.js';
import { describeError } from '../log.js';
import { attributesOf, type TracedMessage } from './attributes.js';
import { Causes } from './causes.js';

export const MESSAGE_TRACING = Symbol('MESSAGE_TRACING');

/** Spans of what is sent and handled, each message in its own trace. ADR 0017. */
export class MessageTracing {
  private readonly causes = new Causes();
  /** From the outbox's insert to the broker's word; one that is rolled back is never told of. */
  private readonly sending = new WeakMap<OutgoingRecord, Span>();

  constructor(private readonly tracer: Tracer) {}

  /** Undefined unless the process has started an SDK: to be asked once, so that off costs a branch. */
  static ifOn(): MessageTracing | undefined {
    const provider = trace.getTracerProvider();
    const name = '@tapmesh/messaging';
    const tracer =
      provider instanceof ProxyTracerProvider
        ? provider.getDelegateTracer(name)
        : provider.getTracer(name);
    return tracer && new MessageTracing(tracer);
  }

  /** A span for each message, in the trace that it came in; they share the time of their batch. */
  async handle<T>(
    messages: readonly (Envelope & { key: string })[],
    work: () => Promise<T>,
  ): Promise<T> {
    const spans = messages.map((message) => {
      const of = { ...message, topic: topicOf(message.type) };
      const parent = contextOf({ traceparent: message.traceparent });
      const span = this.start('process', of, parent, {
        'messaging.batch.message_count': messages.length,
      });
      this.causes.set(message.key, span.spanContext());
      return span;
    });
    return endWith(spans, work);
  }

  /** A message that nobody could handle; what is said of it, a refusal perhaps, follows from it. */
  async putAside<T>(record: ReceivedRecord, error: unknown, work: () => Promise<T>): Promise<T> {
    const span = this.start('process', namesOf(record), contextOf(record.headers), {
      'tapmesh.dead_letter': true,
    });
    fail(span, error);
    this.causes.set(record.key, span.spanContext());
    return endWith([span], work);
  }

  /**
   * Writes the context into the record's headers, so that it is stored with the message: whoever
   * publishes it, and after whatever crash, its consumer continues this trace.
   */
  begin(record: OutgoingRecord): void {
    const cause = this.causes.get(record.key);
    const parent =
      record.headers.traceparent === undefined && cause !== undefined
        ? trace.setSpanContext(ROOT_CONTEXT, cause)
        : contextOf(record.headers);
    const span = this.start('send', namesOf(record), parent);
    propagation.inject(trace.setSpan(ROOT_CONTEXT, span), record.headers);
    this.sending.set(record, span);
  }

  /** From the commit to the broker's word. A message that another life left behind gets a new span. */
  async send(record: OutgoingRecord, transmit: () => Promise<void>): Promise<void> {
    const span =
      this.sending.get(record) ??
      this.start('send', namesOf(record), contextOf(record.headers), {
        'tapmesh.outbox.recovered': true,
      });
    this.sending.delete(record);
    span.addEvent('committed');
    await endWith([span], transmit);
  }

  traceIdOf(key: string): string | undefined {
    return this.causes.get(key)?.traceId;
  }

  private start(
    operation: 'send' | 'process',
    of: TracedMessage,
    parent: Context,
    more?: Attributes,
  ): Span {
    const kind = operation === 'send' ? SpanKind.PRODUCER : SpanKind.CONSUMER;
    const attributes = { ...attributesOf(operation, of), ...more };
    return this.tracer.startSpan(`${operation} ${of.type}`, { kind, attributes }, parent);
  }
}

function contextOf(headers: { traceparent?: string; tracestate?: string }): Context {
  return propagation.extract(ROOT_CONTEXT, headers);
}

function namesOf({ headers, key, topic }: OutgoingRecord | ReceivedRecord): TracedMessage {
  const type = headers[TYPE_HEADER] ?? 'unknown';
  return { id: headers.ce_id ?? '', type, key, topic: topicOf(type) ?? topic };
}

/** Without the mesh's prefix, so that names are the same in every mesh. */
function topicOf(type: string): Topic | undefined {
  return isMessageType(type) ? contract[type].topic : undefined;
}

async function endWith<T>(spans: readonly Span[], work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    for (const span of spans) fail(span, error);
    throw error;
  } finally {
    for (const span of spans) span.end();
  }
}

function fail(span: Span, error: unknown): void {
  span.recordException(error instanceof Error ? error : String(error));
  span.setStatus({ code: SpanStatusCode.ERROR, message: describeError(error) });
}
