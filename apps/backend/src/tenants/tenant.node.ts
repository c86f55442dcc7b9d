import type { Tenant as TenantType } from '../admin-api/schema.types.js';
import type { DescribedTenant } from './described-tenant.js';

/** Settings are asked for field by field. */
export type TenantNode = Omit<TenantType, 'settings'>;

export function tenantNode(tenant: DescribedTenant): TenantNode {
  return {
    ...tenant,
    createdAt: tenant.createdAt.toISOString(),
    deletedAt: tenant.deletedAt?.toISOString(),
  };
}
