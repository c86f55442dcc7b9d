import { Module } from '@nestjs/common';
import { Operator } from './operator.js';
import { Sealing } from './sealing.js';
import { TenantSecrets } from './tenant-secrets.js';
import { TenantTelling } from './tenant-telling.js';
import { TenantTellingRepository } from './tenant-telling.repository.js';
import { Tenants } from './tenants.service.js';

@Module({
  providers: [Tenants, TenantSecrets, Operator, Sealing, TenantTelling, TenantTellingRepository],
  exports: [Tenants, TenantSecrets, Operator, Sealing, TenantTelling],
})
export class TenantsModule {}
