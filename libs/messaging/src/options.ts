import type { Envelope, Message, MessageType, Topic } from '@tapmesh/events';
import type { KafkaSecurity } from './kafka/security.js';

/** How a message that failed is tried again. Faults of the surroundings are retried without end. */
export interface RetryOptions {
  /** Tries of a message whose own fault it seems to be, before it goes to the dead letters. */
  attempts: number;
  firstDelayMs: number;
  maxDelayMs: number;
}

/** A message that nobody could handle, as it is told to the service. */
export interface DeadLetter {
  /** Left out when the headers themselves could not be read. */
  envelope?: Envelope;
  key: string;
  topic: Topic;
  partition: number;
  offset: number;
  error: Error;
}

/** The pattern of the one handler that gets the records of whole topics: `wholeTopics`. */
export const EVERY_RECORD = 'every-record';

/** A record of a whole topic: the envelope was read, the value was not. */
export interface TopicRecord {
  envelope: Envelope;
  key: string;
  /** Empty where there was none. */
  value: string;
  topic: Topic;
  partition: number;
  offset: number;
}

/** Header names and values as they are on the wire. */
export type WireHeaders = Record<string, string | undefined>;

export interface MessagingOptions {
  brokers: string[];
  /** In the clear and nameless when left out. */
  security?: KafkaSecurity;
  /** Stands before every topic and group id, so that several meshes share one broker. */
  topicPrefix: string;
  /** The service as CloudEvents name it, e.g. `/backend`. */
  source: string;
  /** The consumer group, without the prefix. */
  groupId: string;
  /** What this service consumes; none for a service that only sends. */
  topics: Topic[];
  /**
   * Those of `topics` whose every record, whatever its type, goes to the `@EventPattern(EVERY_RECORD)`
   * handler as it is: in order of arrival, several of one key in a batch, no payload looked at.
   */
  wholeTopics?: Topic[];
  instanceId: string;
  /** Messages that are fetched and not yet done; fetching waits above it. */
  maxInFlight?: number;
  /** The most messages that one call of a handler gets. */
  maxBatch?: number;
  /** Batches of one message type that are handled at the same time. */
  concurrency?: number;
  retry?: Partial<RetryOptions>;
  /** Told before the letter is written, e.g. to refuse a command that could not be handled. */
  onDeadLetter?: (letter: DeadLetter) => Promise<void>;
  /** A cheap look at the headers before anything is parsed; what it turns away counts as done. */
  accepts?: (headers: WireHeaders) => boolean;
  /** Left out, what was published is deleted and nothing else. */
  archive?: ArchiveOptions;
}

/** What is kept of what was told to tenants. */
export interface ArchiveOptions {
  /**
   * A table of the service's own with `id uuid PRIMARY KEY`, `tenant_id uuid`, `type text`,
   * `subject text`, `data json` and `created_at timestamptz`.
   */
  table: string;
  /** The message types that go there when they are published, where a tenant was to hear them. */
  types: readonly MessageType[];
}

/** A message for the outbox. */
export interface OutgoingMessage {
  message: Message;
  /** Wave 1 goes out only after wave 0 of the same transaction is acknowledged. */
  wave?: 0 | 1;
  /** Instead of the partition that the key gives. */
  partition?: number;
  /**
   * Nobody waits for it: it goes out with the next message that somebody waits for, or by itself after
   * 50 ms. A message alone costs its reader a fetch and the broker two requests.
   */
  patient?: boolean;
}

const DEFAULT_RETRY: RetryOptions = { attempts: 5, firstDelayMs: 50, maxDelayMs: 1_000 };

export function retryOptions({ retry }: Pick<MessagingOptions, 'retry'>): RetryOptions {
  return { ...DEFAULT_RETRY, ...retry };
}

export const MESSAGING_OPTIONS = Symbol('MESSAGING_OPTIONS');
