import { UnreadableMessageError, type TopicRecord } from '@tapmesh/messaging';
import { validate as isUuid } from 'uuid';
import type { StoredEvent } from '../deliveries/delivery.js';

/** What the tables can keep, and a body can hold: as much as is asked of a record beside its envelope. */
export function readEvent({ envelope, value }: TopicRecord, day: string): StoredEvent {
  const { id, type, subject, sequence, time, tenantId, traceparent } = envelope;
  if (!isUuid(id)) throw new UnreadableMessageError(`ce_id "${id}" is no UUID`, envelope);
  if (tenantId !== undefined && !isUuid(tenantId)) {
    throw new UnreadableMessageError(`ce_tenantid "${tenantId}" is no UUID`, envelope);
  }
  if (!isJson(value)) throw new UnreadableMessageError('the payload is no JSON', envelope);
  return {
    id: id.toLowerCase(),
    day,
    type,
    subject,
    sequence,
    time: new Date(time).toISOString(),
    traceparent,
    data: value,
  };
}

function isJson(text: string): boolean {
  // PostgreSQL has no text with a NUL in it; in JSON it would be escaped.
  if (text.includes('\0')) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
