import { topicDefinitions, topicName } from '@tapmesh/events';
import { ignoreNegativeTimeoutWarnings } from '@tapmesh/messaging/negative-timeouts';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import { MeshError, oneLine } from './mesh-error.js';
import { waitFor } from './wait.js';

export interface TopicsOptions {
  brokers: string;
  prefix: string;
}

const SERVED_TIMEOUT_MS = 15_000;

function administrator(brokers: string): Admin {
  ignoreNegativeTimeoutWarnings();
  return new Kafka({
    clientId: 'mesh',
    brokers: brokers.split(','),
    logLevel: logLevel.NOTHING,
  }).admin();
}

/**
 * A broker announces a new partition's leader a moment before the leader knows: whoever asks in
 * between is refused, and not every client asks again.
 */
async function untilServed(admin: Admin, topic: string): Promise<void> {
  const served = await waitFor(
    () =>
      admin.fetchTopicOffsets(topic).then(
        () => true,
        () => undefined,
      ),
    { timeoutMs: SERVED_TIMEOUT_MS },
  );
  if (!served) throw new MeshError(`no broker serves the new topic ${topic}`);
}

/**
 * Of all topics. While another mesh makes some on the same broker their leaders may not be chosen
 * yet, and the broker then refuses to list any: it is asked again.
 */
async function listTopics(admin: Admin): Promise<string[]> {
  let refusal: unknown;
  const topics = await waitFor(
    () =>
      admin.listTopics().catch((error: unknown) => {
        refusal = error;
        return undefined;
      }),
    { timeoutMs: SERVED_TIMEOUT_MS },
  );
  if (topics === undefined) throw refusal;
  return topics;
}

/** The one place where topics are made. Those that exist stay as they are. */
export async function createTopics({ brokers, prefix }: TopicsOptions): Promise<void> {
  const admin = administrator(brokers);
  await admin.connect();
  try {
    const existing = new Set(await listTopics(admin));
    const missing = topicDefinitions
      .map(({ name, partitions }) => ({
        topic: topicName(prefix, name),
        numPartitions: partitions,
      }))
      .filter(({ topic }) => !existing.has(topic));
    if (missing.length === 0) return;
    // Waiting for the leaders is our own business: kafkajs gives up at the first refusal.
    await admin.createTopics({ topics: missing, waitForLeaders: false });
    await Promise.all(missing.map(({ topic }) => untilServed(admin, topic)));
  } catch (error) {
    if (error instanceof MeshError) throw error;
    throw new MeshError(
      `the topics cannot be made on the Kafka broker ${brokers} (${oneLine(error)}): may this client make topics there?`,
    );
  } finally {
    await admin.disconnect();
  }
}

/** Removes the topics of a mesh that is over, and its consumer groups, from a shared broker. */
export async function deleteTopics({ brokers, prefix }: TopicsOptions): Promise<void> {
  const admin = administrator(brokers);
  await admin.connect();
  try {
    const ours = new Set(topicDefinitions.map(({ name }) => topicName(prefix, name)));
    const topics = (await listTopics(admin)).filter((topic) => ours.has(topic));
    if (topics.length > 0) await admin.deleteTopics({ topics });
    const { groups } = await admin.listGroups();
    const ids = groups.map(({ groupId }) => groupId).filter((id) => id.startsWith(prefix));
    // A group that a killed service never left is still "in use": the broker forgets it later.
    if (prefix !== '' && ids.length > 0) await admin.deleteGroups(ids).catch(() => {});
  } finally {
    await admin.disconnect();
  }
}
