import {
  Kafka,
  type Admin,
  type AdminConfig,
  type Consumer,
  type ConsumerConfig,
  type KafkaConfig,
  type Producer,
  type ProducerConfig,
} from 'kafkajs';

/** A kafkajs client whose requests are counted, whichever of its parts makes them. */
export class CountedKafka extends Kafka {
  constructor(
    private readonly onRequest: (api: string) => void,
    config: KafkaConfig,
  ) {
    super(config);
  }

  override producer(config?: ProducerConfig): Producer {
    const producer = super.producer(config);
    producer.on(producer.events.REQUEST, ({ payload }) => this.onRequest(payload.apiName));
    return producer;
  }

  override consumer(config: ConsumerConfig): Consumer {
    const consumer = super.consumer(config);
    consumer.on(consumer.events.REQUEST, ({ payload }) => this.onRequest(payload.apiName));
    return consumer;
  }

  override admin(config?: AdminConfig): Admin {
    const admin = super.admin(config);
    admin.on(admin.events.REQUEST, ({ payload }) => this.onRequest(payload.apiName));
    return admin;
  }
}
