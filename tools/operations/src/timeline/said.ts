import { deadLetterTopic, Topic, topicName } from '@tapmesh/events';
import { TopicReader, type PartitionRange, type ReceivedRecord } from '@tapmesh/messaging';
import type { Target } from '../target/target.js';
import type { Moment } from './moments.js';

const silent = { debug: () => {}, log: () => {}, warn: () => {}, error: () => {} };
/** Clocks differ, and what comes late comes late. */
const BEFORE_MS = 10_000;
const AFTER_MS = 60_000;

export interface Lifetime {
  key: string;
  since: Date;
  until: Date;
}

/**
 * What was said of a payment, as far as the topics keep it: everything has the request id as its key,
 * so that one partition of each topic has it all, but for the answers, which go where they are awaited.
 */
export async function readSaid(
  { brokers, topicPrefix, security }: Pick<Target, 'brokers' | 'topicPrefix' | 'security'>,
  { key, since, until }: Lifetime,
): Promise<Moment[]> {
  const reader = new TopicReader({
    brokers: brokers.split(','),
    security,
    clientId: 'timeline',
    log: silent,
    topicPrefix,
  });
  const moments: Moment[] = [];
  try {
    const names = Object.values(Topic).flatMap((topic) => [topic, deadLetterTopic(topic)]);
    const topics = await reader.existing(names.map((name) => topicName(topicPrefix, name)));
    const begin = new Date(since.getTime() - BEFORE_MS);
    const end = new Date(until.getTime() + AFTER_MS);
    const ranges: PartitionRange[] = [];
    for (const topic of topics) {
      const all = await reader.between(topic, begin, end);
      const answers = topic === topicName(topicPrefix, Topic.CardAnswers);
      ranges.push(...(answers ? all : reader.ofKey(all, key)));
    }
    await reader.read(ranges, (record) => {
      if (record.key === key) moments.push(toMoment(record, topicPrefix));
    });
    return moments;
  } finally {
    await reader.close().catch(() => undefined);
  }
}

function toMoment({ headers, topic }: ReceivedRecord, prefix: string): Moment {
  const dead = headers['dead-letter-time'];
  return {
    at: Date.parse(dead ?? headers.ce_time ?? '') || 0,
    who: (dead === undefined ? headers.ce_source : headers['dead-letter-consumer']) ?? 'unknown',
    what: headers.ce_type ?? (headers['dead-letter-replayed'] ? 'put back' : 'unknown'),
    topic: topic.slice(prefix.length),
  };
}
