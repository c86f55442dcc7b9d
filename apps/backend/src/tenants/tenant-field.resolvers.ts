import type { Type } from '@nestjs/common';
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { tenantNode, type TenantNode } from './tenant.node.js';
import { TenantsAdmin } from './tenants.admin.js';

/** Whatever belongs to a tenant tells whose it is; who may see it may see that tenant. */
function tenantFieldOf(type: string): Type {
  @Resolver(type)
  class TenantFieldResolver {
    constructor(private readonly tenants: TenantsAdmin) {}

    @ResolveField()
    async tenant(@Parent() { tenantId }: { tenantId: string }): Promise<TenantNode | undefined> {
      const tenant = await this.tenants.find(tenantId);
      return tenant && tenantNode(tenant);
    }
  }
  return TenantFieldResolver;
}

export const tenantFieldResolvers = [
  'Asset',
  'WalletAddress',
  'IncomingPayment',
  'OutgoingPayment',
  'Payment',
  'WebhookEvent',
].map(tenantFieldOf);
