import { topicDefinitions, topicName } from '@tapmesh/events';
import { ignoreNegativeTimeoutWarnings } from '@tapmesh/messaging/negative-timeouts';
import { Kafka, logLevel, type IHeaders } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { once, EventEmitter } from 'node:events';
import type { TopicsOptions } from '@tapmesh/topics';

/** A message of the mesh, as the timeline needs it. */
export interface RecordedEvent {
  type: string;
  /** The service that said it, e.g. `card-service`. */
  source: string;
  topic: string;
  /** What it tells of: a payment's id, most often. */
  subject: string;
  /** When the fact was made, in milliseconds since the epoch. */
  at: number;
}

/** Listens to every topic from now on, as a bystander, and sorts what it hears by payment. */
export class EventRecorder {
  private readonly byKey = new Map<string, RecordedEvent[]>();
  private readonly heard = new EventEmitter();

  private constructor(private readonly close: () => Promise<void>) {}

  static async start({ brokers, prefix }: TopicsOptions): Promise<EventRecorder> {
    ignoreNegativeTimeoutWarnings();
    const kafka = new Kafka({
      clientId: 'mesh-timeline',
      brokers: brokers.split(','),
      logLevel: logLevel.NOTHING,
    });
    const groupId = `${prefix}mesh-timeline-${randomUUID()}`;
    const names = topicDefinitions.map(({ name }) => topicName(prefix, name));
    const admin = kafka.admin();
    const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 100 });
    await Promise.all([admin.connect(), consumer.connect()]);
    // Read before joining: what is written from here on is heard, however long the group takes.
    const ends = await Promise.all(
      names.map(async (topic) => ({ topic, offsets: await admin.fetchTopicOffsets(topic) })),
    );
    await consumer.subscribe({ topics: names });
    const recorder = new EventRecorder(async () => {
      await consumer.disconnect();
      await admin.deleteGroups([groupId]).catch(() => {});
      await admin.disconnect();
    });
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ topic, message }) => {
        recorder.record(message.key?.toString(), {
          type: header(message.headers, 'ce_type') ?? 'unknown',
          source: (header(message.headers, 'ce_source') ?? 'unknown').replace(/^\//, ''),
          topic: topic.slice(prefix.length),
          subject: header(message.headers, 'ce_subject') ?? '',
          at: Date.parse(header(message.headers, 'ce_time') ?? '') || Number(message.timestamp),
        });
      },
    });
    for (const { topic, offsets } of ends) {
      for (const { partition, high } of offsets) consumer.seek({ topic, partition, offset: high });
    }
    return recorder;
  }

  /**
   * The events of one payment, in the order in which they were made, once all of `types` are among
   * them or the time is up.
   */
  async eventsOf(
    key: string,
    { types, timeoutMs }: { types: readonly string[]; timeoutMs: number },
  ): Promise<RecordedEvent[]> {
    const signal = AbortSignal.timeout(timeoutMs);
    const complete = (): boolean => {
      const seen = new Set(this.byKey.get(key)?.map(({ type }) => type));
      return types.every((type) => seen.has(type));
    };
    while (!complete() && !signal.aborted) {
      await once(this.heard, 'event', { signal }).catch(() => {});
    }
    return [...(this.byKey.get(key) ?? [])].sort((a, b) => a.at - b.at);
  }

  async stop(): Promise<void> {
    await this.close();
  }

  private record(key: string | undefined, event: RecordedEvent): void {
    if (key === undefined) return;
    const events = this.byKey.get(key) ?? [];
    events.push(event);
    this.byKey.set(key, events);
    this.heard.emit('event');
  }
}

function header(headers: IHeaders | undefined, name: string): string | undefined {
  const value = headers?.[name];
  return Array.isArray(value) ? value[0]?.toString() : value?.toString();
}
