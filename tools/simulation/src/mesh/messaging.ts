import type { DiscoveryService } from '@nestjs/core';
import type { Message, MessageType, Topic } from '@tapmesh/events';
import {
  EventsServer,
  MessageFactory,
  MessagingStats,
  type Transactions,
  type MessagingOptions,
} from '@tapmesh/messaging';
import { MessagingLifecycle, OutboxPublisher } from '@tapmesh/messaging/simulation';
import type { DataSource } from 'typeorm';
import type { Bus } from '../bus/bus.js';
import type { ConsumerGroup } from '../bus/consumer-group.js';
import { memoryBroker } from '../bus/memory-broker.js';
import type { MemoryDatabase } from '../database/memory-database.js';
import { MemoryInbox, MemoryOutbox, type MessagingTables } from '../database/memory-outbox.js';
import { silentLog } from '../world/silent-log.js';
import type { Instance } from './instance.js';
import type { Parts } from './parts.js';

/** Where `@EventPattern` leaves its mark. */
const PATTERN_METADATA = 'microservices:pattern';

export interface MessagingSurroundings {
  instance: Instance;
  bus: Bus;
  group: ConsumerGroup;
  database: MemoryDatabase;
  tables: MessagingTables;
  parts: Parts;
  Inbox?: typeof MemoryInbox;
  Outbox?: typeof MemoryOutbox;
  options: Pick<MessagingOptions, 'source' | 'groupId' | 'accepts' | 'onDeadLetter'> & {
    topics: Topic[];
  };
}

/** What `MessagingModule` gives a service, wired in the same way over the memory's ends. */
export class Messaging {
  readonly dataSource: DataSource;
  readonly transactions: Transactions;
  readonly messages: MessageFactory;
  readonly server: EventsServer;
  readonly publisher: OutboxPublisher;
  private readonly lifecycle: MessagingLifecycle;

  constructor(surroundings: MessagingSurroundings) {
    const { instance, bus, group, database, tables, parts, options } = surroundings;
    const { Inbox = MemoryInbox, Outbox = MemoryOutbox } = surroundings;
    const dataSource = database.connect(instance);
    const outbox = new Outbox(database, tables);
    const inbox = new Inbox(database, tables);
    const stats = new MessagingStats();
    const broker = memoryBroker(bus, instance, group);
    const messaging = { ...options, brokers: [], topicPrefix: '', instanceId: instance.name };
    const noControllers = { getControllers: () => [] } as unknown as DiscoveryService;
    this.dataSource = dataSource;
    this.publisher = new OutboxPublisher({
      send: (record) => broker.producer.send(record),
      remove: (ids) => outbox.remove(dataSource, ids),
      stats,
      log: silentLog,
    });
    this.transactions = new parts.Transactions(dataSource, outbox, inbox, this.publisher);
    this.messages = new MessageFactory(messaging);
    this.server = new EventsServer(messaging, broker, stats, noControllers);
    this.lifecycle = new MessagingLifecycle(
      broker,
      this.publisher,
      outbox,
      inbox,
      dataSource,
      stats,
    );
  }

  /** As Nest does with a strategy: each `@EventPattern` method is a handler of its type. */
  start(consumers: object[]): void {
    for (const consumer of consumers) {
      for (const [type, method] of patternsOf(consumer)) {
        this.server.addHandler(
          type,
          (messages: Message[]) => Promise.resolve(method(messages)),
          true,
        );
      }
    }
    this.server.listen(() => undefined);
    this.lifecycle.onApplicationBootstrap();
  }

  /** As at SIGTERM: what is in hand is finished, then the outbox goes out. */
  async close(): Promise<void> {
    await this.server.close();
  }

  shutDown(): Promise<void> {
    return this.lifecycle.onApplicationShutdown();
  }
}

function patternsOf(consumer: object): [MessageType, (messages: Message[]) => unknown][] {
  const prototype = Object.getPrototypeOf(consumer) as Record<string, unknown>;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const method = prototype[name];
    if (typeof method !== 'function') return [];
    const patterns = (Reflect.getMetadata(PATTERN_METADATA, method) ?? []) as MessageType[];
    return patterns.map((type): [MessageType, (messages: Message[]) => unknown] => [
      type,
      (messages) => Reflect.apply(method, consumer, [messages]),
    ]);
  });
}
