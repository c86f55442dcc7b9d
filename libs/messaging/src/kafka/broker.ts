import type { Kafka } from 'kafkajs';
import type { Log } from '../log.js';
import { BrokerProbe } from './broker-probe.js';
import { GatheringProducer } from './gathering-producer.js';
import { GroupConsumer, type GroupConsumerOptions } from './group-consumer.js';
import { createKafka, type KafkaOptions } from './kafka-client.js';

/** What a service has of Kafka: one producer, a consumer if it wants one, and whether it is there. */
export class Broker {
  readonly producer: GatheringProducer;
  private readonly kafka: Kafka;
  private readonly probe: BrokerProbe;
  private readonly log: Log;
  private readonly clientId: string;

  constructor(options: KafkaOptions) {
    this.log = options.log;
    this.clientId = options.clientId;
    this.kafka = createKafka(options);
    this.producer = new GatheringProducer(this.kafka, options.log);
    this.probe = new BrokerProbe(this.kafka);
  }

  /** A member of the group, not started yet. */
  consumer(options: Omit<GroupConsumerOptions, 'kafka' | 'log' | 'clientId'>): GroupConsumer {
    return new GroupConsumer({
      ...options,
      kafka: this.kafka,
      log: this.log,
      clientId: this.clientId,
    });
  }

  reachable(): Promise<boolean> {
    return this.probe.reachable();
  }

  /** @returns whether everything that was handed in is on the broker */
  async close(timeoutMs: number): Promise<boolean> {
    const [flushed] = await Promise.all([this.producer.close(timeoutMs), this.probe.close()]);
    return flushed;
  }
}
