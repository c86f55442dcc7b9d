import type { AdminIdentity } from './admin-client.js';

/** Who runs a mesh's backend. For development: known to everybody, as the seed file's secrets are. */
export const OPERATOR: AdminIdentity = {
  tenantId: '01980000-0000-7000-8000-000000000100',
  apiSecret: 'dev-secret-operator',
};
