import {
  envelopeFromHeaders,
  isMessageType,
  parsePayload,
  TYPE_HEADER,
  type Envelope,
  type Message,
  type MessageType,
  type Topic,
} from '@tapmesh/events';
import type { ReceivedRecord } from '../kafka/records.js';
import type { TopicRecord } from '../options.js';

/** What is wrong with a message before any handler sees it; no retry makes it better. */
export class UnreadableMessageError extends Error {
  constructor(
    message: string,
    /** As far as it could be read. */
    readonly envelope?: Envelope,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'UnreadableMessageError';
  }
}

/** @throws {UnreadableMessageError} when nobody in this mesh says such a thing */
export function readType(record: ReceivedRecord): MessageType {
  const type = record.headers[TYPE_HEADER] ?? '';
  if (isMessageType(type)) return type;
  throw new UnreadableMessageError(
    type === '' ? `${TYPE_HEADER} is missing` : `"${type}" is not a type that this mesh knows`,
  );
}

/** @throws {UnreadableMessageError} when even its envelope cannot be read */
export function readTopicRecord(record: ReceivedRecord, topic: Topic): TopicRecord {
  const { key, partition, offset, value } = record;
  if (key.includes('\0')) throw new UnreadableMessageError('the key holds a NUL');
  const envelope = attempt(() => envelopeFromHeaders(record.headers));
  return { envelope, key, value: value?.toString() ?? '', topic, partition, offset };
}

/** @throws {UnreadableMessageError} with the envelope, if that much could be read */
export function readMessage(type: MessageType, record: ReceivedRecord): Message {
  // Without the envelope: whoever would be told of it could not be told under this key.
  if (record.key.includes('\0')) throw new UnreadableMessageError('the key holds a NUL');
  const envelope = attempt(() => envelopeFromHeaders(record.headers));
  const json = attempt(() => JSON.parse(record.value?.toString() ?? '') as unknown, envelope);
  const data = attempt(() => parsePayload(type, json), envelope);
  return { ...envelope, type, key: record.key, data } as Message;
}

function attempt<T>(read: () => T, envelope?: Envelope): T {
  try {
    return read();
  } catch (cause) {
    throw new UnreadableMessageError(reasonOf(cause), envelope, { cause });
  }
}

function reasonOf(cause: unknown): string {
  // The stack's end: what reads and checks a payload walks down into it.
  if (cause instanceof RangeError) return 'the payload is nested too deeply';
  return cause instanceof Error ? cause.message : String(cause);
}
