import type { Envelope } from '@tapmesh/events';
import type { Endpoint } from './endpoint.js';

/** An endpoint, and which of the envelopes asked about it is to hear. */
export interface Hearing {
  endpoint: Endpoint;
  /** Positions in the list that was asked about; empty where it hears none of them. */
  heard: readonly number[];
}

/** Who is to hear what. Read for every batch and every delivery, so it answers from memory. */
export abstract class EndpointDirectory {
  /** Every endpoint that exists, disabled ones included. */
  abstract all(): Promise<readonly Endpoint[]>;

  /** For every endpoint that exists, whether it hears any of them or none: what it does not is counted. */
  abstract matching(envelopes: readonly Envelope[]): Promise<readonly Hearing[]>;

  /** Undefined for one that never was or was deleted. */
  abstract byId(id: string): Promise<Endpoint | undefined>;
}
