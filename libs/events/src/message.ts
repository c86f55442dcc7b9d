import type { PayloadOf } from './contract.js';
import type { Envelope } from './envelope.js';
import type { MessageType } from './message-types.js';

/** A message as handlers get it and as the outbox takes it: the envelope, the key, the payload. */
export type Message<T extends MessageType = MessageType> = T extends MessageType
  ? Envelope & {
      type: T;
      /** What order holds for on Kafka: the request id of a card payment, else the aggregate's id. */
      key: string;
      data: PayloadOf<T>;
    }
  : never;
