import type { HandlerTally, MessagingStats } from './messaging-stats.js';

/** A number that somebody may show: as a metric, in a log line. */
export interface MessagingReading {
  name: string;
  help: string;
  kind: 'counter' | 'gauge';
  labels?: readonly string[];
  read: () => MessagingValues | Promise<MessagingValues>;
}

type MessagingValues = number | readonly { labels: Record<string, string>; value: number }[];

/** The names are listed in docs/operations/metrics.md, which a test compares with these. */
export function readingsOf(stats: MessagingStats): MessagingReading[] {
  return [
    ...outboxReadings(stats),
    ...consumerReadings(stats),
    ...handlerReadings(stats),
    {
      ...counter('kafka_requests_total', 'Requests that the broker has answered', () =>
        [...stats.kafkaRequests].map(([api, value]) => ({ labels: { api }, value })),
      ),
      labels: ['api'],
    },
  ];
}

function outboxReadings(stats: MessagingStats): MessagingReading[] {
  return [
    gauge(
      'outbox_pending',
      'Messages that this instance committed and the broker has not acknowledged',
      () => stats.outboxPending,
    ),
    gauge(
      'outbox_oldest_age_seconds',
      'How long the oldest of them has waited',
      () => stats.outboxOldestAgeMs / 1_000,
    ),
    gauge(
      'outbox_stored_oldest_age_seconds',
      'Age of the oldest message in the outbox table, whoever wrote it',
      async () => (await stats.storedOldestAgeMs()) / 1_000,
    ),
    counter(
      'messages_published_total',
      'Messages that the broker has acknowledged',
      () => stats.published,
    ),
    counter(
      'messages_recovered_total',
      'Of those, the ones that another life left behind',
      () => stats.recovered,
    ),
  ];
}

function consumerReadings(stats: MessagingStats): MessagingReading[] {
  const labels = ['topic', 'consumer'];
  const byTopic = (values: ReadonlyMap<string, number>) =>
    [...values].map(([topic, value]) => ({ labels: { topic, consumer: stats.consumer }, value }));
  return [
    counter('messages_handled_total', 'Messages whose handler has finished', () => stats.handled),
    gauge('messages_in_flight', 'Messages fetched and not yet done', () => stats.inFlight),
    {
      ...gauge(
        'consumer_lag_messages',
        'Messages of the partitions read here that are not done, as of the last fetch',
        () => byTopic(stats.lag()),
      ),
      labels,
    },
    {
      ...counter('dead_letters_total', 'Messages put aside, by the topic they came from', () =>
        byTopic(stats.deadLetters),
      ),
      labels,
    },
    counter(
      'handler_retries_total',
      'Tries of a message or a batch that failed and were made again',
      () => stats.retries,
    ),
  ];
}

function handlerReadings(stats: MessagingStats): MessagingReading[] {
  const ofEach = (name: string, help: string, read: (tally: HandlerTally) => number) => ({
    ...counter(name, help, () =>
      [...stats.handlers].map(([type, tally]) => ({ labels: { type }, value: read(tally) })),
    ),
    labels: ['type'],
  });
  return [
    ofEach('handler_messages_total', 'Messages given to handlers, each try', (of) => of.messages),
    ofEach('handler_batches_total', 'Batches given to handlers, each try', (of) => of.batches),
    ofEach('handler_seconds_total', 'Time that these batches took', (of) => of.seconds),
  ];
}

function gauge(name: string, help: string, read: MessagingReading['read']): MessagingReading {
  return { name: `tapmesh_${name}`, help, kind: 'gauge', read };
}

function counter(name: string, help: string, read: MessagingReading['read']): MessagingReading {
  return { name: `tapmesh_${name}`, help, kind: 'counter', read };
}
