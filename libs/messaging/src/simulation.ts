/** For the simulation of the rules alone: the parts that the module wires together for a service. */
export { TransactionClient } from './database/transaction-client.js';
export { Gatherer, type TopicBatch } from './kafka/gatherer.js';
export type { GroupConsumer, GroupConsumerOptions } from './kafka/group-consumer.js';
export { bytesOf } from './kafka/message-size.js';
export { existingPartitions } from './kafka/partitioner.js';
export type {
  OutgoingRecord,
  PartitionOffset,
  ReceivedRecord,
  TopicPartition,
} from './kafka/records.js';
export { MessagingLifecycle } from './messaging.lifecycle.js';
export { Inbox } from './outbox/inbox.js';
export { Outbox, type Claim, type OutboxRow, type Queryable } from './outbox/outbox.js';
export { OutboxPublisher } from './outbox/outbox-publisher.js';
