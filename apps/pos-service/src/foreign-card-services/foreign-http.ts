import { HttpClient } from '@tapmesh/service-kit';
import type { PosServiceConfig } from '../pos-service.config.js';

/** For whom terminals and wallet addresses name, and nobody here has looked at before. */
export function foreignHttp({ foreignHostsAllowed }: PosServiceConfig): HttpClient {
  return new HttpClient({ addresses: 'public', allowedHosts: foreignHostsAllowed });
}
