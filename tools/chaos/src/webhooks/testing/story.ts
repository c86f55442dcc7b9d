import { Audience, IncomingPaymentEvent, Topic, type MessageType } from '@tapmesh/events';
import type { Ear } from '../ear.js';
import type { Receipt } from '../receipt.js';
import type { ToldEvent } from '../told-event.js';

export const BEGAN_MS = Date.parse('2026-01-01T00:00:00.000Z');
const TENANT = 'tenant-1';

export const ear: Ear = {
  name: 'bank',
  role: Audience.Tenant,
  tenantId: TENANT,
  eventTypes: [IncomingPaymentEvent.Created, IncomingPaymentEvent.Completed],
  orderHoldMs: 10_000,
};

export function toldEvent(sequence: number, more: Partial<ToldEvent> = {}): ToldEvent {
  const type: MessageType =
    sequence === 1 ? IncomingPaymentEvent.Created : IncomingPaymentEvent.Completed;
  return {
    id: `event-${sequence}`,
    type,
    subject: 'payment-1',
    sequence,
    tenantId: TENANT,
    audience: [Audience.Tenant],
    time: new Date(BEGAN_MS).toISOString(),
    topic: Topic.IncomingPayments,
    partition: 0,
    offset: sequence,
    owed: true,
    ...more,
  };
}

/** As a consumer gets it that accepts at once. */
export function receiptOf(event: ToldEvent, more: Partial<Receipt> = {}): Receipt {
  const { id, type, subject, sequence = 0 } = event;
  return {
    id,
    type,
    subject,
    sequence,
    number: sequence,
    bodyHash: `hash of ${id}`,
    signed: true,
    atMs: BEGAN_MS + sequence * 10,
    status: 204,
    ...more,
  };
}

export const told = [1, 2, 3].map((sequence) => toldEvent(sequence));
export const receipts = told.map((event) => receiptOf(event));
