import { Topic } from '@tapmesh/events';
import type { TestBroker } from '@tapmesh/messaging/testing';
import { v7 as uuidv7 } from 'uuid';
import { TENANT } from './memory-endpoints.js';

export interface ToldEvent {
  id?: string;
  type?: string;
  topic?: Topic;
  subject?: string;
  sequence?: number;
  deadline?: Date;
  data?: object;
  partition?: number;
}

/** What the backend says on a topic, as it is on the wire. @returns its id */
export async function tell(broker: TestBroker, event: ToldEvent = {}): Promise<string> {
  const { id = uuidv7(), subject = uuidv7(), sequence, deadline, data = {} } = event;
  await broker.sendRaw({
    topic: event.topic ?? Topic.OutgoingPayments,
    key: subject,
    value: JSON.stringify({ id: subject, ...data }),
    partition: event.partition,
    headers: {
      ce_specversion: '1.0',
      ce_id: id,
      ce_type: event.type ?? 'outgoing_payment.created',
      ce_source: '/backend',
      ce_subject: subject,
      ce_time: new Date().toISOString(),
      ce_audience: 'tenant',
      ce_tenantid: TENANT,
      ...(sequence !== undefined && { ce_sequence: String(sequence) }),
      ...(deadline !== undefined && { ce_deadline: deadline.toISOString() }),
    },
  });
  return id;
}
