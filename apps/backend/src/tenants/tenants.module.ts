import { Module } from '@nestjs/common';
import { Operator } from './operator.js';
import { Sealing } from './sealing.js';
import { TenantSecrets } from './tenant-secrets.js';
import { Tenants } from './tenants.service.js';

@Module({
  providers: [Tenants, TenantSecrets, Operator, Sealing],
  exports: [Tenants, TenantSecrets, Operator, Sealing],
})
export class TenantsModule {}
