import { Module } from '@nestjs/common';
import { Operator } from './operator.js';
import { TenantSecrets } from './tenant-secrets.js';
import { Tenants } from './tenants.service.js';

@Module({
  providers: [Tenants, TenantSecrets, Operator],
  exports: [Tenants, TenantSecrets, Operator],
})
export class TenantsModule {}
