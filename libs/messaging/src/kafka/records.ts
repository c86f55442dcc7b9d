import type { KafkaMessage } from 'kafkajs';
import type { WireHeaders } from '../options.js';

/** A message as it came from the broker. */
export interface ReceivedRecord {
  /** As on the broker, with the prefix. */
  topic: string;
  partition: number;
  offset: number;
  key: string;
  headers: WireHeaders;
  value: Buffer | null;
}

/** A message on its way to the broker. */
export interface OutgoingRecord {
  topic: string;
  key: string;
  value: string | Buffer | null;
  headers: WireHeaders;
  partition?: number;
  /** May wait a moment for others to go with. */
  patient?: boolean;
}

export interface TopicPartition {
  topic: string;
  partition: number;
}

/** Everything below `offset` is done. */
export interface PartitionOffset extends TopicPartition {
  offset: number;
}

/** kafkajs gives a header that came more than once as a list: the first counts. */
export function toReceivedRecord(
  topic: string,
  partition: number,
  message: KafkaMessage,
): ReceivedRecord {
  const headers: WireHeaders = {};
  for (const name in message.headers) {
    const value = message.headers[name];
    const first = Array.isArray(value) ? value[0] : value;
    headers[name] = first?.toString();
  }
  return {
    topic,
    partition,
    // Offsets stay below 2^53: at a million messages a second for 285 years.
    offset: Number(message.offset),
    key: message.key?.toString() ?? '',
    headers,
    value: message.value,
  };
}
