import { Participant } from '@tapmesh/events';
import type { PartitionOffset, TopicReader } from '@tapmesh/messaging';
import { EVENT_TOPICS } from '../events/event-topics.js';

/** Up to where the bridge has told Kafka that it has read; topics named as in its tables, without the prefix. */
export async function committedOffsets(
  reader: Pick<TopicReader, 'committed'>,
  prefix: string,
): Promise<PartitionOffset[]> {
  const topics = EVENT_TOPICS.map((topic) => `${prefix}${topic}`);
  const found = await reader.committed(`${prefix}${Participant.WebhookBridge}`, topics);
  return found.map(({ topic, ...rest }) => ({ topic: topic.slice(prefix.length), ...rest }));
}
