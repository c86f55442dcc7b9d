import { deadLetterTopic, Topic, topicDefinitions } from '@tapmesh/events';

/** How topics lie on a cluster; whatever is left out is the broker's default. */
export interface Layout {
  /** Of each topic; a dead-letter topic has one. */
  partitions?: number;
  replicationFactor?: number;
  /** How many replicas must have a message before it counts as written. */
  minInSyncReplicas?: number;
  retentionHours?: number;
  deadLetterRetentionHours?: number;
}

export interface TopicLayout {
  name: string;
  partitions: number;
  replicationFactor?: number;
  /** Kafka's names and values. */
  settings: Record<string, string>;
}

export const DEFAULT_LAYOUT: Layout = {};

const HOUR_MS = 3_600_000;

/** Every topic of `libs/events` as it is to be made, without a prefix. */
export function topicLayout(layout: Layout): TopicLayout[] {
  const deadLetters = new Set(Object.values(Topic).map(deadLetterTopic));
  return topicDefinitions.map(({ name, partitions, compacted }) => {
    const dead = deadLetters.has(name);
    const hours = dead ? layout.deadLetterRetentionHours : layout.retentionHours;
    return {
      name,
      partitions: dead ? partitions : (layout.partitions ?? partitions),
      replicationFactor: layout.replicationFactor,
      settings: {
        ...setting('min.insync.replicas', layout.minInSyncReplicas),
        // One or the other: what is kept by key has no age.
        ...(compacted
          ? { 'cleanup.policy': 'compact' }
          : setting('retention.ms', hours === undefined ? undefined : hours * HOUR_MS)),
      },
    };
  });
}

function setting(name: string, value: number | undefined): Record<string, string> {
  return value === undefined ? {} : { [name]: String(value) };
}
