import { topicDefinitions, topicName } from '@tapmesh/events';
import { securityOptions, type KafkaSecurity } from '@tapmesh/messaging/kafka-security';
import { ignoreNegativeTimeoutWarnings } from '@tapmesh/messaging/negative-timeouts';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import { setTimeout as delay } from 'node:timers/promises';
import { DEFAULT_LAYOUT, topicLayout, type Layout, type TopicLayout } from './layout.js';

export interface TopicsOptions {
  brokers: string;
  prefix: string;
  security?: KafkaSecurity;
}

export interface CreateTopicsOptions extends TopicsOptions {
  layout?: Layout;
}

/** What is there after all, by the topics' names with their prefix. */
export interface CreatedTopics {
  made: string[];
  kept: string[];
  /** Kept, but laid out otherwise than was asked for: one sentence each. */
  different: string[];
}

/** Told in one line: a broker that is away, or that does not let us. */
export class TopicsError extends Error {}

const SERVED_TIMEOUT_MS = 15_000;
const POLL_MS = 50;

/** The one place where topics are made. Those that exist stay as they are. */
export async function createTopics(options: CreateTopicsOptions): Promise<CreatedTopics> {
  const { prefix, layout = DEFAULT_LAYOUT } = options;
  const wanted = topicLayout(layout).map((topic) => ({ ...topic, name: prefix + topic.name }));
  return administering(options, async (admin) => {
    const existing = new Set(await listTopics(admin));
    const missing = wanted.filter(({ name }) => !existing.has(name));
    const present = wanted.filter(({ name }) => existing.has(name));
    const made = missing.map(({ name }) => name);
    if (missing.length > 0) {
      // Waiting for the leaders is our own business: kafkajs gives up at the first refusal.
      await admin.createTopics({ topics: missing.map(toKafka), waitForLeaders: false });
      await Promise.all(made.map((topic) => untilServed(admin, topic)));
    }
    const different = present.length > 0 ? await differences(admin, present) : [];
    return { made, kept: present.map(({ name }) => name), different };
  });
}

/** Removes the topics of a mesh that is over, and its consumer groups, from a shared broker. */
export async function deleteTopics(options: TopicsOptions): Promise<void> {
  const { prefix } = options;
  await administering(options, async (admin) => {
    const ours = new Set(topicDefinitions.map(({ name }) => topicName(prefix, name)));
    const topics = (await listTopics(admin)).filter((topic) => ours.has(topic));
    if (topics.length > 0) await admin.deleteTopics({ topics });
    const { groups } = await admin.listGroups();
    const ids = groups.map(({ groupId }) => groupId).filter((id) => id.startsWith(prefix));
    // A group that a killed service never left is still "in use": the broker forgets it later.
    if (prefix !== '' && ids.length > 0) await admin.deleteGroups(ids).catch(() => {});
  });
}

async function administering<R>(
  { brokers, security }: TopicsOptions,
  work: (admin: Admin) => Promise<R>,
): Promise<R> {
  ignoreNegativeTimeoutWarnings();
  const admin = new Kafka({
    clientId: 'topics',
    brokers: brokers.split(','),
    ...securityOptions(security),
    logLevel: logLevel.NOTHING,
  }).admin();
  try {
    await admin.connect();
    return await work(admin);
  } catch (error) {
    if (error instanceof TopicsError) throw error;
    throw new TopicsError(`the topics of the Kafka broker ${brokers}: ${reasonOf(error)}`, {
      cause: error,
    });
  } finally {
    await admin.disconnect().catch(() => {});
  }
}

/** Of a request that concerned several topics kafkajs says only that some of them failed. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  const cause = error instanceof Error && 'errors' in error ? error.errors : undefined;
  if (Array.isArray(cause) && cause.length > 0) return reasonOf(cause[0]);
  return error instanceof Error ? error.message : String(error);
}

function toKafka({ name, partitions, replicationFactor, settings }: TopicLayout) {
  return {
    topic: name,
    numPartitions: partitions,
    replicationFactor,
    configEntries: Object.entries(settings).map(([key, value]) => ({ name: key, value })),
  };
}

async function differences(admin: Admin, present: readonly TopicLayout[]): Promise<string[]> {
  const { topics } = await admin.fetchTopicMetadata({ topics: present.map(({ name }) => name) });
  return present.flatMap(({ name, partitions, replicationFactor }) => {
    const found = topics.find((topic) => topic.name === name)?.partitions ?? [];
    const replicas = Math.min(...found.map((partition) => partition.replicas.length));
    const different = (what: string, is: number, wanted: number): string[] =>
      is === wanted ? [] : [`${name} has ${is} ${what}, not ${wanted}`];
    return [
      ...different('partitions', found.length, partitions),
      ...(replicationFactor === undefined
        ? []
        : different('replicas', replicas, replicationFactor)),
    ];
  });
}

/**
 * Of all topics. While another mesh makes some on the same broker their leaders may not be chosen
 * yet, and the broker then refuses to list any: it is asked again.
 */
async function listTopics(admin: Admin): Promise<string[]> {
  let refusal: unknown;
  const topics = await retried(() =>
    admin.listTopics().catch((error: unknown) => {
      refusal = error;
      return undefined;
    }),
  );
  if (topics === undefined) throw refusal;
  return topics;
}

/**
 * A broker announces a new partition's leader a moment before the leader knows: whoever asks in
 * between is refused, and not every client asks again.
 */
async function untilServed(admin: Admin, topic: string): Promise<void> {
  const served = await retried(() =>
    admin.fetchTopicOffsets(topic).then(
      () => true,
      () => undefined,
    ),
  );
  if (!served) throw new TopicsError(`no broker serves the new topic ${topic}`);
}

async function retried<R>(ask: () => Promise<R | undefined>): Promise<R | undefined> {
  const giveUpAt = Date.now() + SERVED_TIMEOUT_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined || Date.now() >= giveUpAt) return answer;
    await delay(POLL_MS);
  }
}
