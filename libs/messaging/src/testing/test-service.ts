import { Module, type INestMicroservice, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { AsyncMicroserviceOptions } from '@nestjs/microservices';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Topic } from '@tapmesh/events';
import { EventsServer } from '../consuming/events-server.js';
import type { TestTopics } from '../kafka/testing/test-topics.js';
import { transactionPool } from '../database/pool-options.js';
import { MessageFactory } from '../message-factory.js';
import { MessagingModule } from '../messaging.module.js';
import { MessagingStats } from '../messaging-stats.js';
import type { MessagingOptions } from '../options.js';
import { messagingMigrations } from '../outbox/migrations.js';
import { Transactions } from '../outbox/transactions.js';
import type { TestDatabase } from './test-database.js';

export interface TestServiceOptions extends Partial<MessagingOptions> {
  kafka: TestTopics;
  database: TestDatabase;
  topics: Topic[];
  controllers?: Type[];
}

export interface TestService {
  app: INestMicroservice;
  server: EventsServer;
  transactions: Transactions;
  messages: MessageFactory;
  stats: MessagingStats;
  close(): Promise<void>;
}

/** A whole service as in production, without HTTP: Nest, TypeORM, a real broker and database. */
export async function startTestService(options: TestServiceOptions): Promise<TestService> {
  const { kafka, database, topics, controllers, ...rest } = options;
  @Module({
    controllers,
    imports: [
      TypeOrmModule.forRoot({
        type: 'postgres',
        url: database.url,
        migrations: messagingMigrations,
        migrationsRun: true,
        retryAttempts: 0,
        extra: transactionPool,
      }),
      MessagingModule.forRootAsync({
        useFactory: (): MessagingOptions => ({
          brokers: kafka.brokers,
          topicPrefix: kafka.prefix,
          source: '/test',
          groupId: 'test',
          instanceId: Math.random().toString(36).slice(2, 8),
          topics,
          ...rest,
        }),
      }),
    ],
  })
  class TestModule {}
  const app = await NestFactory.createMicroservice<AsyncMicroserviceOptions>(TestModule, {
    logger: process.env.TEST_LOGS ? undefined : false,
    abortOnError: false,
    inject: [EventsServer],
    useFactory: (server: EventsServer) => ({ strategy: server }),
  });
  await app.listen();
  return {
    app,
    server: app.get(EventsServer),
    transactions: app.get(Transactions),
    messages: app.get(MessageFactory),
    stats: app.get(MessagingStats),
    close: () => app.close(),
  };
}
