import { Topic } from '@tapmesh/events';
import type { TestBroker } from '@tapmesh/messaging/testing';
import { v7 as uuidv7 } from 'uuid';

export interface ToldTenant {
  id: string;
  apiSecret?: string;
  isOperator?: boolean;
  settings?: Record<string, string>;
  deletedAt?: string;
}

/** What the backend says of a tenant. */
export async function tellTenant(
  broker: TestBroker,
  { isOperator = false, settings = {}, ...tenant }: ToldTenant,
  sequence = 1,
): Promise<void> {
  await broker.sendRaw({
    topic: Topic.Tenants,
    key: tenant.id,
    value: JSON.stringify({ isOperator, settings, ...tenant }),
    headers: {
      ce_specversion: '1.0',
      ce_id: uuidv7(),
      ce_type: 'tenant.changed',
      ce_source: '/backend',
      ce_subject: tenant.id,
      ce_time: new Date().toISOString(),
      ce_audience: '',
      ce_tenantid: tenant.id,
      ce_sequence: String(sequence),
    },
  });
}
