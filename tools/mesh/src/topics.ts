import { topicDefinitions, topicName } from '@tapmesh/events';
import { Kafka, logLevel } from 'kafkajs';

export interface TopicsOptions {
  brokers: string;
  prefix: string;
}

function administrator(brokers: string): ReturnType<Kafka['admin']> {
  return new Kafka({
    clientId: 'mesh',
    brokers: brokers.split(','),
    logLevel: logLevel.NOTHING,
  }).admin();
}

/** The one place where topics are made. Those that exist stay as they are. */
export async function createTopics({ brokers, prefix }: TopicsOptions): Promise<void> {
  const admin = administrator(brokers);
  await admin.connect();
  try {
    const existing = new Set(await admin.listTopics());
    const missing = topicDefinitions
      .map(({ name, partitions }) => ({
        topic: topicName(prefix, name),
        numPartitions: partitions,
      }))
      .filter(({ topic }) => !existing.has(topic));
    if (missing.length > 0) await admin.createTopics({ topics: missing, waitForLeaders: true });
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
    const topics = (await admin.listTopics()).filter((topic) => ours.has(topic));
    if (topics.length > 0) await admin.deleteTopics({ topics });
    const { groups } = await admin.listGroups();
    const ids = groups.map(({ groupId }) => groupId).filter((id) => id.startsWith(prefix));
    // A group that a killed service never left is still "in use": the broker forgets it later.
    if (prefix !== '' && ids.length > 0) await admin.deleteGroups(ids).catch(() => {});
  } finally {
    await admin.disconnect();
  }
}
