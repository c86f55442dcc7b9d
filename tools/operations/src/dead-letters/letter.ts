import type { ReceivedRecord } from '@tapmesh/messaging';

/** As `libs/messaging` writes them. */
const HEADER = 'dead-letter-';
/** Of a record that is no letter, but says of one that it was put back. */
const REPLAYED_HEADER = 'dead-letter-replayed';
const TOO_LARGE_HEADER = 'dead-letter-value-too-large';

/** A message that could not be handled, without what it says. */
export interface Letter {
  /** `incoming-payments.dead-letter/0@17`: where it lies, without the mesh's prefix. */
  id: string;
  /** When it became one, RFC 3339. */
  time: string;
  type: string;
  key: string;
  error: string;
  /** The topic it was on, without the prefix, and its place there. */
  origin: { topic: string; partition: number; offset: number };
  consumer: string;
  /** When it was put back, RFC 3339. */
  replayed?: string;
}

/** Says that the letter with that id was put back. */
export interface Marker {
  id: string;
  time: string;
}

export function markerOf(record: ReceivedRecord, prefix: string): Marker | undefined {
  const place = record.headers[REPLAYED_HEADER];
  if (place === undefined) return undefined;
  return {
    id: `${withoutPrefix(record.topic, prefix)}/${place}`,
    time: record.headers[`${HEADER}time`] ?? '',
  };
}

export function letterOf(record: ReceivedRecord, prefix: string): Letter {
  const header = (name: string): string => record.headers[`${HEADER}${name}`] ?? '';
  return {
    id: idOf(record, prefix),
    time: header('time'),
    type: record.headers.ce_type ?? 'unknown',
    key: record.key,
    error: withoutExcerpt(header('error')),
    origin: {
      topic: header('topic'),
      partition: Number(header('partition')),
      offset: Number(header('offset')),
    },
    consumer: header('consumer'),
  };
}

export function idOf({ topic, partition, offset }: ReceivedRecord, prefix: string): string {
  return `${withoutPrefix(topic, prefix)}/${partition}@${offset}`;
}

export interface Place {
  /** Without the prefix. */
  topic: string;
  partition: number;
  offset: number;
}

/** Undefined where it is no letter's id. */
export function parseId(id: string): Place | undefined {
  const [, topic, partition, offset] =
    /^([\w.-]+\.dead-letter)\/(\d{1,9})@(\d{1,15})$/.exec(id) ?? [];
  if (topic === undefined) return undefined;
  return { topic, partition: Number(partition), offset: Number(offset) };
}

/** What is put back: the message as it was, to the place that it was for. */
export interface Replay {
  /** Without the prefix. */
  topic: string;
  key: string;
  value: Buffer | null;
  headers: Record<string, string | undefined>;
  partition: number;
}

/** Undefined where the letter does not say where it is from, or could not keep its value. */
export function replayOf(record: ReceivedRecord): Replay | undefined {
  const topic = record.headers[`${HEADER}topic`];
  if (!topic || record.headers[TOO_LARGE_HEADER] !== undefined) return undefined;
  const headers = Object.entries(record.headers).filter(([name]) => !name.startsWith(HEADER));
  return {
    topic,
    key: record.key,
    value: record.value,
    // `ce_id` among them: whoever has handled it before knows it again.
    headers: Object.fromEntries(headers),
    // Behind what else there is of its key, as it was; answers have a partition of their own.
    partition: Number(record.headers[`${HEADER}partition`]),
  };
}

/** To be written beside the letter, which Kafka lets nobody change. */
export function markerHeaders(record: ReceivedRecord, now: Date): Record<string, string> {
  return {
    [REPLAYED_HEADER]: `${record.partition}@${record.offset}`,
    [`${HEADER}time`]: now.toISOString(),
  };
}

/** What V8 says of broken JSON quotes it, and it may be a card's. */
function withoutExcerpt(error: string): string {
  return error.replace(/(?:\.\.\.)?".*"(?:\.\.\.)?(?= is not valid JSON)/s, '…');
}

function withoutPrefix(topic: string, prefix: string): string {
  return topic.startsWith(prefix) ? topic.slice(prefix.length) : topic;
}
