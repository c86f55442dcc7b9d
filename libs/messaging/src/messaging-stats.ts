import { Injectable } from '@nestjs/common';

/** A number that somebody may show: as a metric, in a log line. */
export interface MessagingReading {
  name: string;
  help: string;
  /** Names what the numbers are told apart by, where there are several. */
  labels?: readonly string[];
  /** Whether it only grows from the start on. */
  counter?: boolean;
  /** One number, or one for each value of the label. */
  read: () => number | ReadonlyMap<string, number>;
}

/** Plain numbers for whoever shows metrics. They are of this instance, not of the group. */
@Injectable()
export class MessagingStats {
  /** Messages committed to the outbox by this instance and not yet acknowledged by the broker. */
  outboxPending = 0;
  /** How long the oldest of them has waited. */
  get outboxOldestAgeMs(): number {
    const oldest = this.oldestPendingSince();
    return oldest === undefined ? 0 : Math.max(0, Date.now() - oldest);
  }
  /** Messages acknowledged by the broker since the start. */
  published = 0;
  /** Messages of other instances or earlier lives that this one published after all. */
  recovered = 0;
  /** Messages whose handler has finished. */
  handled = 0;
  deadLetters = 0;
  /** Tries that failed and were made again. */
  retries = 0;
  /** Messages fetched and not yet done. */
  inFlight = 0;

  private readonly kafkaRequests = new Map<string, number>();

  /** Requests that the broker has answered, by API; the currency that messages are paid for in. */
  countKafkaRequest(api: string): void {
    this.kafkaRequests.set(api, (this.kafkaRequests.get(api) ?? 0) + 1);
  }

  /** @internal set by the outbox, which knows */
  oldestPendingSince: () => number | undefined = () => undefined;

  /** Under the names that metrics have. */
  readings(): MessagingReading[] {
    const reading = (name: string, help: string, read: () => number): MessagingReading => ({
      name: `messaging_${name}`,
      help,
      read,
    });
    return [
      reading(
        'outbox_pending',
        'Messages not yet acknowledged by the broker',
        () => this.outboxPending,
      ),
      reading(
        'outbox_oldest_age_seconds',
        'How long the oldest of them has waited',
        () => this.outboxOldestAgeMs / 1_000,
      ),
      reading('in_flight', 'Messages fetched and not yet done', () => this.inFlight),
      reading('published', 'Messages acknowledged since the start', () => this.published),
      reading(
        'recovered',
        'Of those, the ones that another life left behind',
        () => this.recovered,
      ),
      reading('handled', 'Messages handled since the start', () => this.handled),
      reading('dead_letters', 'Messages put aside since the start', () => this.deadLetters),
      reading('retries', 'Tries that failed and were made again', () => this.retries),
      {
        name: 'tapmesh_kafka_requests_total',
        help: 'Requests to Kafka since the start',
        labels: ['api'],
        counter: true,
        read: () => this.kafkaRequests,
      },
    ];
  }
}
