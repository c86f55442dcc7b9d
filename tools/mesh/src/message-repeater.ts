import { topicDefinitions, topicName } from '@tapmesh/events';
import { ignoreNegativeTimeoutWarnings } from '@tapmesh/messaging/negative-timeouts';
import { Kafka, logLevel, type Admin, type IHeaders, type KafkaMessage } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import type { TopicsOptions } from '@tapmesh/topics';
import { waitFor } from './wait.js';

export interface RepeatOptions extends TopicsOptions {
  /** How many messages are written once more, at most. */
  count: number;
  /** From 0 up to and without 1: chooses the messages and their order. */
  random: () => number;
}

/** A message as it was written, with the place where it stands. */
interface Written {
  topic: string;
  partition: number;
  message: KafkaMessage;
}

/** What is read of a partition, from a place in its history that is chosen anew each time. */
interface Window {
  topic: string;
  partition: number;
  from: bigint;
  to: bigint;
}

const READ_WITHIN_MS = 15_000;
const SPREAD = 4;

/**
 * Writes messages of the past once more, out of order, to the partitions in which they stand: what
 * a producer does that never heard its acknowledgement, or an operator who puts messages back.
 *
 * Reads the log instead of listening all the time: the broker may have been killed in between.
 * @returns how many it wrote
 */
export async function repeatMessages(options: RepeatOptions): Promise<number> {
  ignoreNegativeTimeoutWarnings();
  const kafka = new Kafka({
    clientId: 'mesh-repeater',
    brokers: options.brokers.split(','),
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin();
  await admin.connect();
  try {
    const windows = await chooseWindows(admin, options);
    if (windows.length === 0) return 0;
    const read = await readWindows({ kafka, admin, windows, prefix: options.prefix });
    const chosen = shuffled(read, options.random).slice(0, options.count);
    await write(kafka, chosen);
    return chosen.length;
  } finally {
    await admin.disconnect();
  }
}

async function chooseWindows(admin: Admin, options: RepeatOptions): Promise<Window[]> {
  const names = topicDefinitions
    .map(({ name }) => topicName(options.prefix, name))
    .filter((name) => !name.endsWith('.dead-letter'));
  const offsets = await Promise.all(
    names.map(async (topic) => ({ topic, ends: await admin.fetchTopicOffsets(topic) })),
  );
  const partitions = offsets.flatMap(({ topic, ends }) =>
    ends.filter(({ low, high }) => low !== high).map((end) => ({ topic, ...end })),
  );
  const size = BigInt(Math.ceil((options.count * SPREAD) / Math.max(partitions.length, 1)));
  return partitions.map(({ topic, partition, low, high }) => {
    const [first, end] = [BigInt(low), BigInt(high)];
    const room = Number(end - first);
    const from = first + BigInt(Math.floor(options.random() * room));
    return { topic, partition, from, to: from + size < end ? from + size : end };
  });
}

interface Reading {
  kafka: Kafka;
  admin: Admin;
  windows: Window[];
  prefix: string;
}

async function readWindows({ kafka, admin, windows, prefix }: Reading): Promise<Written[]> {
  const groupId = `${prefix}mesh-repeater-${randomUUID()}`;
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 100, maxBytesPerPartition: 65_536 });
  const open = new Map(windows.map((window) => [`${window.topic}/${window.partition}`, window]));
  const read: Written[] = [];
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [...new Set(windows.map(({ topic }) => topic))] });
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ topic, partition, message }) => {
        const name = `${topic}/${partition}`;
        const window = open.get(name);
        const offset = BigInt(message.offset);
        if (window === undefined || offset < window.from) return;
        if (offset < window.to) read.push({ topic, partition, message });
        if (offset >= window.to - 1n) open.delete(name);
      },
    });
    for (const { topic, partition, from } of windows) {
      consumer.seek({ topic, partition, offset: from.toString() });
    }
    // What cannot be read in time is not repeated; nobody relies on any one of them.
    await waitFor(() => open.size === 0 || undefined, { timeoutMs: READ_WITHIN_MS });
    return read;
  } finally {
    await consumer.disconnect();
    await admin.deleteGroups([groupId]).catch(() => {});
  }
}

async function write(kafka: Kafka, messages: Written[]): Promise<void> {
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  try {
    for (const { topic, partition, message } of messages) {
      const { key, value } = message;
      const headers = message.headers as IHeaders;
      await producer.send({ topic, messages: [{ key, value, headers, partition }] });
    }
  } finally {
    await producer.disconnect();
  }
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [mixed[last], mixed[other]] = [mixed[other]!, mixed[last]!];
  }
  return mixed;
}
