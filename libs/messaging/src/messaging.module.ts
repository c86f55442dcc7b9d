import { Logger, Module, type DynamicModule, type InjectionToken } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { EventsServer } from './consuming/events-server.js';
import { Broker } from './kafka/broker.js';
import { MessageFactory } from './message-factory.js';
import { MessagingHealth } from './messaging-health.js';
import { MessagingLifecycleModule } from './messaging.lifecycle.js';
import { MessagingStats } from './messaging-stats.js';
import { MESSAGING_OPTIONS, type MessagingOptions } from './options.js';
import { Archive } from './outbox/archive.js';
import { Inbox } from './outbox/inbox.js';
import { Outbox } from './outbox/outbox.js';
import { OutboxPublisher } from './outbox/outbox-publisher.js';
import { Transactions } from './outbox/transactions.js';
import { MESSAGE_TRACING, MessageTracing } from './tracing/message-tracing.js';

export interface MessagingModuleOptions<Injected extends unknown[]> {
  imports?: DynamicModule['imports'];
  inject?: { [Index in keyof Injected]: InjectionToken<Injected[Index]> };
  useFactory: (...injected: Injected) => MessagingOptions | Promise<MessagingOptions>;
}

const FOR_SERVICES = [EventsServer, MessageFactory, MessagingHealth, MessagingStats, Transactions];
const INNER = [Broker, Inbox, Outbox, OutboxPublisher];

/** Kafka in and out for a service that has a TypeORM `DataSource`. */
@Module({})
export class MessagingModule {
  static forRootAsync<Injected extends unknown[]>(
    options: MessagingModuleOptions<Injected>,
  ): DynamicModule {
    return {
      module: MessagingModule,
      global: true,
      imports: [...(options.imports ?? []), DiscoveryModule, MessagingLifecycleModule],
      providers: [
        {
          provide: MESSAGING_OPTIONS,
          inject: [...(options.inject ?? [])],
          useFactory: options.useFactory as (...injected: unknown[]) => unknown,
        },
        { provide: MESSAGE_TRACING, useFactory: () => MessageTracing.ifOn() },
        {
          provide: Broker,
          inject: [MESSAGING_OPTIONS, MessagingStats],
          useFactory: (
            { brokers, security, source, instanceId }: MessagingOptions,
            stats: MessagingStats,
          ) =>
            new Broker({
              brokers,
              security,
              clientId: `${source.slice(1)}-${instanceId}`,
              log: new Logger('Messaging'),
              onRequest: (api) => stats.countKafkaRequest(api),
            }),
        },
        {
          provide: Outbox,
          inject: [MESSAGING_OPTIONS, { token: MESSAGE_TRACING, optional: true }],
          useFactory: ({ topicPrefix, archive }: MessagingOptions, tracing?: MessageTracing) =>
            new Outbox(topicPrefix, tracing, archive && new Archive(archive)),
        },
        {
          provide: Inbox,
          inject: [MESSAGING_OPTIONS],
          useFactory: ({ groupId }: MessagingOptions) => new Inbox(groupId),
        },
        {
          provide: OutboxPublisher,
          inject: [
            Broker,
            Outbox,
            DataSource,
            MessagingStats,
            { token: MESSAGE_TRACING, optional: true },
          ],
          useFactory: (
            broker: Broker,
            outbox: Outbox,
            dataSource: DataSource,
            stats: MessagingStats,
            tracing?: MessageTracing,
          ) =>
            new OutboxPublisher({
              send: tracing
                ? (record) => tracing.send(record, () => broker.producer.send(record))
                : (record) => broker.producer.send(record),
              remove: (ids) => outbox.remove(dataSource, ids),
              stats,
              log: new Logger('Messaging'),
            }),
        },
        ...FOR_SERVICES,
      ],
      exports: [MESSAGING_OPTIONS, ...INNER, ...FOR_SERVICES],
    };
  }
}
