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
}

export interface TopicPartition {
  topic: string;
  partition: number;
}

/** Everything below `offset` is done. */
export interface PartitionOffset extends TopicPartition {
  offset: number;
}
