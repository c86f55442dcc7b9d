import { Injectable } from '@nestjs/common';
import { readingsOf, type MessagingReading } from './messaging-readings.js';

/** What handlers of one message type have done. */
export interface HandlerTally {
  batches: number;
  messages: number;
  /** The time that batches took, all added up. */
  seconds: number;
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
  /** Messages put aside since the start, by the topic that they came from. */
  readonly deadLetters = new Map<string, number>();
  /** Tries that failed and were made again. */
  retries = 0;
  /** Messages fetched and not yet done. */
  inFlight = 0;
  /** By message type. */
  readonly handlers = new Map<string, HandlerTally>();
  /** Requests that the broker has answered, by API; the currency that messages are paid for in. */
  readonly kafkaRequests = new Map<string, number>();
  /** The consumer group, as labels name it. */
  consumer = '';

  /** @internal set by the outbox, which knows */
  oldestPendingSince: () => number | undefined = () => undefined;
  /** @internal set by whoever can ask the database: of any instance's messages, living or dead */
  storedOldestAgeMs: () => Promise<number> = () => Promise.resolve(0);
  /** @internal set by the consumer: messages of each topic that this instance has not done yet */
  lag: () => ReadonlyMap<string, number> = () => new Map();

  countKafkaRequest(api: string): void {
    this.kafkaRequests.set(api, (this.kafkaRequests.get(api) ?? 0) + 1);
  }

  putAside(topic: string): void {
    this.deadLetters.set(topic, (this.deadLetters.get(topic) ?? 0) + 1);
  }

  /** A handler has returned or thrown. */
  ran(type: string, messages: number, seconds: number): void {
    let tally = this.handlers.get(type);
    if (!tally) this.handlers.set(type, (tally = { batches: 0, messages: 0, seconds: 0 }));
    tally.batches += 1;
    tally.messages += messages;
    tally.seconds += seconds;
  }

  /** Under the names that metrics have. */
  readings(): MessagingReading[] {
    return readingsOf(this);
  }
}
