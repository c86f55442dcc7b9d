import { Audience, EndpointEvent, Topic, topicName } from '@tapmesh/events';
import { Broker } from '@tapmesh/messaging';
import type { Mesh } from '@tapmesh/mesh';
import { v7 as uuidv7 } from 'uuid';

const silent = { debug: () => {}, log: () => {}, warn: () => {}, error: () => {} };
/** As large as what is told of a payment. */
const DATA = JSON.stringify({ endpointId: uuidv7(), reason: 'x'.repeat(500) });

/**
 * Says events on the topics as the services' outboxes do, of a type that nobody acts on but who is told by
 * webhook. Each is its own subject: order within a payment is what tests look at.
 */
export class Publisher {
  private readonly broker: Broker;
  private readonly topic: string;
  private readonly tenantId: string;

  constructor({ kafka, topicPrefix, tenants }: Mesh) {
    this.broker = new Broker({ brokers: kafka.brokers.split(','), clientId: 'bench', log: silent });
    this.topic = topicName(topicPrefix, Topic.WebhookEndpoints);
    this.tenantId = tenants[0]?.id ?? '';
  }

  /** @returns its id, once the broker has it */
  async say(): Promise<string> {
    const id = uuidv7();
    const subject = uuidv7();
    await this.broker.producer.send({
      topic: this.topic,
      key: subject,
      value: DATA,
      headers: {
        ce_specversion: '1.0',
        ce_id: id,
        ce_type: EndpointEvent.Disabled,
        ce_source: '/bench',
        ce_subject: subject,
        ce_time: new Date().toISOString(),
        ce_audience: Audience.Tenant,
        ce_tenantid: this.tenantId,
        ce_sequence: '1',
      },
    });
    return id;
  }

  async close(): Promise<void> {
    await this.broker.close(5_000);
  }
}
