import type { Endpoint } from '../endpoints/endpoint.js';

/** What is about to be sent. */
export interface Unsigned {
  endpoint: Endpoint;
  /** The event's id, the same on every attempt. */
  messageId: string;
  body: string;
  /** When it is sent: a signature holds for a few minutes. */
  at: Date;
}

export type HeaderValues = Readonly<Record<string, string>>;

/** Makes the headers that tell a consumer that a delivery is ours: anew for every attempt. */
export abstract class Signer {
  /** Standard Webhooks' `webhook-id`, `-timestamp`, `-signature`, or `Rafiki-Signature`. */
  abstract headersFor(unsigned: Unsigned): Promise<HeaderValues>;
}
