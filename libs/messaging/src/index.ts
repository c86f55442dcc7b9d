export { EventsServer } from './consuming/events-server.js';
export { UnreadableMessageError } from './consuming/read-message.js';
export { transactionPool } from './database/pool-options.js';
/** For measuring: services get Kafka through MessagingModule alone. */
export { Broker } from './kafka/broker.js';
/** For tools that look into what is on the topics. */
export { missingOffsets } from './kafka/missing-offsets.js';
export type { PartitionOffset, ReceivedRecord, TopicPartition } from './kafka/records.js';
export { TopicReader, type PartitionRange } from './kafka/topic-reader.js';
export { MessageFactory, type NewMessage } from './message-factory.js';
export { MessagingHealth, type MessagingCondition } from './messaging-health.js';
export { MessagingModule, type MessagingModuleOptions } from './messaging.module.js';
export type { MessagingReading } from './messaging-readings.js';
export { MessagingStats } from './messaging-stats.js';
export {
  EVERY_RECORD,
  MESSAGING_OPTIONS,
  type ArchiveOptions,
  type DeadLetter,
  type MessagingOptions,
  type OutgoingMessage,
  type RetryOptions,
  type TopicRecord,
  type WireHeaders,
} from './options.js';
export { messagingMigrations } from './outbox/migrations.js';
export { continueTrace } from './tracing/continue-trace.js';
export { Transactions, type Transaction } from './outbox/transactions.js';
export { TransactionsModule } from './outbox/transactions.module.js';
