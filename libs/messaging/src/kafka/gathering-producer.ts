import type { IHeaders, Kafka, Producer } from 'kafkajs';
import { within } from '../backoff.js';
import type { Log } from '../log.js';
import { Gatherer, type TopicBatch } from './gatherer.js';
import { assertSendable, bytesOf } from './message-size.js';
import { existingPartitions } from './partitioner.js';
import { protocolErrorOf } from './protocol-error.js';
import type { OutgoingRecord } from './records.js';

/** Sends to Kafka what is handed in, together where it can; see {@link Gatherer}. */
export class GatheringProducer {
  private readonly gatherer: Gatherer<OutgoingRecord>;
  private readonly producer: Producer;
  private connected = false;

  constructor(kafka: Kafka, log: Log) {
    this.producer = kafka.producer({
      allowAutoTopicCreation: false,
      createPartitioner: existingPartitions,
    });
    this.producer.on(this.producer.events.DISCONNECT, () => (this.connected = false));
    this.gatherer = new Gatherer({
      transmit: (batches) => this.transmit(batches),
      concernsOneTopic,
      sizeOf: bytesOf,
      log,
    });
  }

  /** Ahead of the first message, so that it does not pay for it. */
  async connect(): Promise<void> {
    await this.producer.connect();
    this.connected = true;
  }

  /**
   * Resolves when all in-sync replicas have it; waits for a broker that is away.
   * @throws {MessageTooLargeError}
   */
  async send(record: OutgoingRecord): Promise<void> {
    assertSendable(record);
    await this.gatherer.send(record);
  }

  get pending(): number {
    return this.gatherer.pending;
  }

  get stalled(): boolean {
    return this.gatherer.stalled;
  }

  /** @returns whether everything was acknowledged in time */
  async close(timeoutMs: number): Promise<boolean> {
    const flushed = await within(timeoutMs, this.gatherer.whenIdle());
    this.gatherer.stop();
    await within(timeoutMs, this.producer.disconnect());
    return flushed;
  }

  private async transmit(batches: TopicBatch<OutgoingRecord>[]): Promise<void> {
    if (!this.connected) await this.connect();
    await this.producer.sendBatch({
      acks: -1,
      topicMessages: batches.map(({ topic, records }) => ({
        topic,
        messages: records.map(({ key, value, headers, partition }) => ({
          key: key === '' ? null : key,
          value,
          partition,
          headers: headers as IHeaders,
        })),
      })),
    });
  }
}

const ERRORS_OF_ONE_TOPIC = new Set([
  'UNKNOWN_TOPIC_OR_PARTITION',
  'TOPIC_AUTHORIZATION_FAILED',
  'INVALID_TOPIC_EXCEPTION',
  'MESSAGE_TOO_LARGE',
]);

function concernsOneTopic(error: unknown): boolean {
  const { name } = error as { name?: string };
  const protocolError = protocolErrorOf(error);
  return (
    name === 'KafkaJSMetadataNotLoaded' ||
    (protocolError !== undefined && ERRORS_OF_ONE_TOPIC.has(protocolError))
  );
}
