import { AdminClient } from './admin-client.js';
import { OPERATOR, type BackendUnderTest } from './backend-under-test.js';
import { ALPHA_BANK, SHOP_BANK } from './card-payment.js';

export interface TenantClients {
  bank: AdminClient;
  shop: AdminClient;
  operator: AdminClient;
}

/** The seed file's two banks and who runs the backend, each with its secret. */
export function tenantClients({ url }: BackendUnderTest): TenantClients {
  return {
    bank: new AdminClient(url, { tenantId: ALPHA_BANK, secret: 'dev-secret-alpha-bank' }),
    shop: new AdminClient(url, { tenantId: SHOP_BANK, secret: 'dev-secret-shop-bank' }),
    operator: new AdminClient(url, OPERATOR),
  };
}
