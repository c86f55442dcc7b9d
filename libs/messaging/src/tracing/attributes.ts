import type { Attributes } from '@opentelemetry/api';

/** What is known of a message, on whichever side of the broker. */
export interface TracedMessage {
  id: string;
  type: string;
  key: string;
  topic?: string;
}

/** OpenTelemetry's semantic conventions for messaging, and for CloudEvents. */
export function attributesOf(
  operation: 'send' | 'process',
  { id, type, key, topic }: TracedMessage,
): Attributes {
  return {
    'messaging.system': 'kafka',
    'messaging.operation.name': operation,
    'messaging.operation.type': operation,
    'messaging.destination.name': topic,
    'messaging.message.id': id,
    'messaging.kafka.message.key': key,
    'cloudevents.event_type': type,
    // The key of everything that belongs to a card payment is its request's id.
    [REQUEST_ID]: key,
  };
}

export const REQUEST_ID = 'tapmesh.request_id';
