import { context, propagation, trace } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { CardPaymentEvent, type Message } from '@tapmesh/events';
import { randomUUID } from 'node:crypto';
import type { OutgoingRecord } from '../kafka/records.js';
import { MessageFactory } from '../message-factory.js';
import { Outbox, type Queryable } from '../outbox/outbox.js';
import { approval } from '../testing/card-answers.js';
import { MessageTracing } from './message-tracing.js';

const exporter = new InMemorySpanExporter();
const factory = new MessageFactory({ source: '/test' });
const HEARD = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };
const traceparent = `00-${HEARD.traceId}-${HEARD.spanId}-01`;

/** A database that takes every row; what is written is what matters here. */
const database: Queryable = {
  query: (async (_sql: string, [ids]: [string[]]) => ids.map((id) => ({ id }))) as never,
};

function heard(key: string, from = traceparent): Message {
  return { ...approval(factory, { key }).message, traceparent: from };
}

/** The record of a message that is said under a key, as the outbox writes it. */
async function written(tracing: MessageTracing | undefined, key: string): Promise<OutgoingRecord> {
  const [row] = await new Outbox('', tracing).append(database, [approval(factory, { key })]);
  return row!.record;
}

const spans = () => exporter.getFinishedSpans();
const delivered = () => Promise.resolve();

describe('the trace of a message', () => {
  let tracing: MessageTracing;

  beforeAll(() => {
    propagation.setGlobalPropagator(new W3CTraceContextPropagator());
    const spanProcessors = [new SimpleSpanProcessor({ exporter })];
    trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors }));
  });

  afterAll(() => {
    for (const api of [trace, propagation, context]) api.disable();
  });

  beforeEach(() => {
    exporter.reset();
    tracing = MessageTracing.ifOn()!;
  });

  it('goes on from what is handled to what is said under the same key', async () => {
    const [one, two] = [randomUUID(), randomUUID()];
    const other = '00-1bf7651916cd43dd8448eb211c80319c-c7ad6b7169203331-01';
    const said = await tracing.handle([heard(one), heard(two, other)], async () => [
      await written(tracing, two),
      await written(tracing, one),
    ]);
    for (const record of said) await tracing.send(record, delivered);

    const sent = spans().filter(({ name }) => name.startsWith('send'));
    const handled = spans().filter(({ name }) => name.startsWith('process'));
    expect(sent.map((span) => span.spanContext().traceId)).toEqual([
      other.slice(3, 35),
      HEARD.traceId,
    ]);
    expect(sent.map((span) => span.parentSpanContext?.spanId)).toEqual(
      handled.toReversed().map((span) => span.spanContext().spanId),
    );
    expect(handled[0]?.parentSpanContext?.spanId).toBe(HEARD.spanId);
  });

  it('is in the headers that are stored, so that whoever recovers the message continues it', async () => {
    const key = randomUUID();
    const stored = await tracing.handle([heard(key)], () => written(tracing, key));

    const afterTheCrash = { ...stored, headers: { ...stored.headers } };
    await MessageTracing.ifOn()!.send(afterTheCrash, delivered);

    const recovered = spans().find(({ name }) => name.startsWith('send'));
    expect(recovered?.spanContext().traceId).toBe(HEARD.traceId);
    expect(recovered?.attributes).toMatchObject({ 'tapmesh.outbox.recovered': true });
    expect(afterTheCrash.headers.traceparent).toBe(stored.headers.traceparent);
  });

  it('is never told of a message whose transaction was rolled back', async () => {
    const key = randomUUID();
    const failed = tracing.handle([heard(key)], async () => {
      await written(tracing, key);
      throw new Error('rolled back');
    });
    await expect(failed).rejects.toThrow('rolled back');
    expect(spans().map(({ name }) => name)).toEqual([`process ${CardPaymentEvent.Approved}`]);
    expect(spans()[0]?.status).toMatchObject({ message: 'rolled back' });
  });

  it('begins anew for what nothing that is remembered has caused', async () => {
    const record = await written(tracing, randomUUID());
    await tracing.send(record, delivered);
    expect(spans()[0]?.parentSpanContext).toBeUndefined();
  });

  it('is kept where a message names its own', async () => {
    const outgoing = approval(factory);
    const message = { ...outgoing.message, traceparent };
    const [row] = await new Outbox('', tracing).append(database, [{ message }]);
    expect(row?.record.headers.traceparent).toContain(HEARD.traceId);
    expect(row?.record.headers.traceparent).not.toContain(HEARD.spanId);
  });

  it('goes through a dead letter to what is said of it', async () => {
    const key = randomUUID();
    const headers = { ce_type: 'nonsense', traceparent };
    const record = { topic: 't', partition: 0, offset: 0, key, headers, value: null };
    const refusal = await tracing.putAside(record, new Error('unreadable'), () =>
      written(tracing, key),
    );
    expect(refusal.headers.traceparent).toContain(HEARD.traceId);
  });
});

describe('without an SDK', () => {
  it('there is no tracing, and nothing in the headers', async () => {
    expect(MessageTracing.ifOn()).toBeUndefined();
    expect((await written(undefined, randomUUID())).headers).not.toHaveProperty('traceparent');
  });
});
