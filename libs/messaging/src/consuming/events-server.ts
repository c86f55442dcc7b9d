import { Inject, Injectable, Logger, Optional } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import { topicName, type Message, type MessageType, type Topic } from '@tapmesh/events';
import { isObservable, lastValueFrom } from 'rxjs';
import { within } from '../backoff.js';
import { Broker } from '../kafka/broker.js';
import type { GroupConsumer } from '../kafka/group-consumer.js';
import { MessagingStats } from '../messaging-stats.js';
import {
  EVERY_RECORD,
  MESSAGING_OPTIONS,
  retryOptions,
  type MessagingOptions,
  type TopicRecord,
} from '../options.js';
import { MESSAGE_TRACING, type MessageTracing } from '../tracing/message-tracing.js';
import { DeadLetters } from './dead-letters.js';
import { Dispatcher, type WholeTopics } from './dispatcher.js';
import { Handling } from './handling.js';
import { OffsetCommitter } from './offset-committer.js';
import { OffsetTracker } from './offset-tracker.js';
import { keepOriginalErrors } from './original-errors.js';
import { ConsumerLag } from './consumer-lag.js';

const DRAIN_TIMEOUT_MS = 10_000;
const DEFAULT_MAX_IN_FLIGHT = 2_000;
const DEFAULT_MAX_BATCH = 256;

/**
 * Nest's side of consuming: `@EventPattern(type)` methods get arrays of messages.
 *
 * Nest's own Kafka server handles one message at a time per partition and commits past one whose
 * handler threw; see the README for what is promised here instead.
 */
@Injectable()
export class EventsServer extends Server implements CustomTransportStrategy {
  override readonly propagatesEventHandlerErrors = true;
  private readonly log = new Logger('Messaging');
  private readonly tracker = new OffsetTracker();
  private readonly lag = new ConsumerLag(this.tracker);
  private readonly handling: Handling;
  private readonly dispatcher: Dispatcher;
  private readonly committer: OffsetCommitter;
  private readonly consumer?: GroupConsumer;

  constructor(
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
    broker: Broker,
    stats: MessagingStats,
    discovery: DiscoveryService,
    @Optional() @Inject(MESSAGE_TRACING) tracing?: MessageTracing,
  ) {
    super();
    // Before Nest wraps the handlers, which it does when the strategy is connected.
    keepOriginalErrors(discovery);
    stats.consumer = options.groupId;
    stats.lag = () => withoutPrefix(options.topicPrefix, this.lag.byTopic());
    this.handling = new Handling({ stats, tracing });
    this.dispatcher = this.createDispatcher(broker, stats);
    if (options.topics.length > 0) this.consumer = this.createConsumer(broker);
    this.committer = new OffsetCommitter({
      tracker: this.tracker,
      log: this.log,
      commit: (offsets) => this.consumer?.commit(offsets) ?? Promise.resolve(),
    });
  }

  /** Returns at once: a broker that is away is waited for, and health says so. */
  listen(callback: (error?: unknown) => void): void {
    if (this.options.wholeTopics !== undefined && !this.messageHandlers.has(EVERY_RECORD)) {
      callback(new Error('wholeTopics has no @EventPattern(EVERY_RECORD) handler to go to'));
      return;
    }
    this.consumer?.start();
    callback();
  }

  /** Finishes what is in hand, within a bound, commits it and leaves the group. */
  async close(): Promise<void> {
    if (!(await within(DRAIN_TIMEOUT_MS, this.dispatcher.drain()))) {
      this.log.warn(`${this.dispatcher.inFlight} messages are left to the next instance`);
    }
    this.dispatcher.abandon();
    this.committer.close();
    await within(DRAIN_TIMEOUT_MS / 2, this.committer.flush());
    await this.consumer?.stop();
  }

  /** The partitions of a topic that this instance reads now. */
  assignedPartitions(topic: Topic): number[] {
    const name = topicName(this.options.topicPrefix, topic);
    return (this.consumer?.assigned ?? [])
      .filter((assigned) => assigned.topic === name)
      .map(({ partition }) => partition);
  }

  /** Whether this service consumes a topic, in this instance or another. */
  reads(topic: Topic): boolean {
    return this.options.topics.includes(topic);
  }

  /** Whether it is a member of its group; a service that consumes nothing always is. */
  get joined(): boolean {
    return this.consumer?.joined ?? true;
  }

  /** What is handled while a log line is made, for that line; see {@link Handling}. */
  logFields(line: { requestId?: unknown }): Record<string, unknown> | undefined {
    return this.handling.logFields(line);
  }

  /** There are no events of the server itself to listen to. */
  override on(): void {}

  override unwrap<T>(): T {
    throw new Error('the Kafka client is not handed out: only one folder knows it');
  }

  private createDispatcher(broker: Broker, stats: MessagingStats): Dispatcher {
    const { options, log } = this;
    const retry = retryOptions(options);
    const deadLetters = new DeadLetters({
      ...options,
      retry,
      log,
      send: (record) => broker.producer.send(record),
    });
    return new Dispatcher({
      tracker: this.tracker,
      stats,
      log,
      retry,
      maxInFlight: options.maxInFlight ?? DEFAULT_MAX_IN_FLIGHT,
      maxBatch: options.maxBatch ?? DEFAULT_MAX_BATCH,
      concurrency: options.concurrency ?? 1,
      accepts: options.accepts,
      whole: this.wholeTopics(),
      hasHandler: (type) => this.messageHandlers.has(type),
      handle: (type, messages) =>
        this.handling.run(type, messages, () => this.callHandler(type, messages)),
      deadLetter: async (record, error, signal) => {
        await this.handling.putAside(record, error, () => deadLetters.write(record, error, signal));
        if (!signal.aborted) stats.putAside(record.topic.slice(options.topicPrefix.length));
      },
      onProgress: () => this.committer.advanced(),
    });
  }

  private wholeTopics(): WholeTopics | undefined {
    const { wholeTopics, topicPrefix } = this.options;
    if (wholeTopics === undefined) return undefined;
    return {
      topics: new Map(wholeTopics.map((topic) => [topicName(topicPrefix, topic), topic])),
      handle: (records) =>
        this.handling.run(
          EVERY_RECORD,
          records.map(({ envelope, key }) => ({ ...envelope, key })),
          () => this.callHandler(EVERY_RECORD, records),
        ),
    };
  }

  private createConsumer(broker: Broker): GroupConsumer {
    const { topicPrefix, groupId, topics } = this.options;
    return broker.consumer({
      groupId: `${topicPrefix}${groupId}`,
      topics: topics.map((topic) => topicName(topicPrefix, topic)),
      onRecords: (records) => this.dispatcher.accept(records),
      onEnd: (end) => this.lag.sawEnd(end),
      onAssigned: (partitions) => this.dispatcher.assign(partitions),
      whenRoom: () => this.dispatcher.whenRoom(),
    });
  }

  private async callHandler(
    pattern: MessageType | typeof EVERY_RECORD,
    messages: Message[] | TopicRecord[],
  ): Promise<void> {
    const handler = this.messageHandlers.get(pattern);
    const result: unknown = await handler?.(messages, undefined);
    // Nest turns an exception into a stream that fails, and several handlers into one stream.
    if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
  }
}

function withoutPrefix(prefix: string, byTopic: Map<string, number>): Map<string, number> {
  return new Map([...byTopic].map(([topic, value]) => [topic.slice(prefix.length), value]));
}
