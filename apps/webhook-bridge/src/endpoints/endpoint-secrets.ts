import type { EndpointSecret } from './endpoint-secrets.repository.js';

/** What deliveries are signed with. Read for every attempt, so it answers from memory. */
export abstract class EndpointSecrets {
  /** Newest first. */
  abstract goodAt(endpointId: string, moment: Date): Promise<readonly EndpointSecret[]>;
}
