import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { FromCaller, type Caller } from '../admin-api/caller.js';
import type { Page, PageArguments } from '../admin-api/page.js';
import type {
  CreateTenantInput,
  CreateTenantSettingsInput,
  TenantSetting,
  UpdateTenantInput,
} from '../admin-api/schema.types.js';
import { tenantNode, type TenantNode } from './tenant.node.js';
import { TenantsAdmin } from './tenants.admin.js';

@Resolver('Tenant')
export class TenantsResolver {
  constructor(private readonly tenants: TenantsAdmin) {}

  @Query()
  async tenant(@FromCaller() caller: Caller, @Args('id') id: string): Promise<TenantNode> {
    return tenantNode(await this.tenants.get(caller, id));
  }

  @Query('tenants')
  all(@FromCaller() caller: Caller, @Args() args: PageArguments): Promise<Page<TenantNode>> {
    return this.tenants.list(caller, args, tenantNode);
  }

  @Mutation()
  async createTenant(@FromCaller() caller: Caller, @Args('input') input: CreateTenantInput) {
    return { tenant: tenantNode(await this.tenants.create(caller, input)) };
  }

  @Mutation()
  async updateTenant(@FromCaller() caller: Caller, @Args('input') input: UpdateTenantInput) {
    return { tenant: tenantNode(await this.tenants.update(caller, input)) };
  }

  @Mutation()
  async deleteTenant(@FromCaller() caller: Caller, @Args('id') id: string) {
    await this.tenants.delete(caller, id);
    return { success: true };
  }

  @Mutation()
  async createTenantSettings(
    @FromCaller() caller: Caller,
    @Args('input') { settings }: CreateTenantSettingsInput,
  ): Promise<{ settings: TenantSetting[] }> {
    return { settings: await this.tenants.set(caller, settings) };
  }

  @ResolveField()
  settings(@Parent() { id }: TenantNode): Promise<TenantSetting[]> {
    return this.tenants.settingsOf(id);
  }
}
