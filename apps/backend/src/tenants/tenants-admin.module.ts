import { Module } from '@nestjs/common';
import { tenantFieldResolvers } from './tenant-field.resolvers.js';
import { TenantSettings } from './tenant-settings.js';
import { TenantsAdmin } from './tenants.admin.js';
import { TenantsModule } from './tenants.module.js';
import { TenantsRepository } from './tenants.repository.js';
import { TenantsResolver } from './tenants.resolver.js';

/** Tenants at the Admin API. */
@Module({
  imports: [TenantsModule],
  providers: [
    TenantsAdmin,
    TenantsRepository,
    TenantSettings,
    TenantsResolver,
    ...tenantFieldResolvers,
  ],
  exports: [TenantSettings],
})
export class TenantsAdminModule {}
