import { Injectable } from '@nestjs/common';
import { SignedRequests, UsedSignatures, type SignedRequest } from '@tapmesh/service-kit';
import { DataSource } from 'typeorm';
import { BackendConfig } from '../../backend.config.js';
import { TenantSecrets } from '../../tenants/tenant-secrets.js';
import type { Caller } from '../caller.js';

/** Whether a request to the Admin API is who its `tenant-id` says, now, and for the first time. */
@Injectable()
export class RequestSignatures {
  private readonly requests: SignedRequests;
  private readonly operatorId?: string;

  constructor(
    config: BackendConfig,
    dataSource: DataSource,
    secrets: TenantSecrets,
    used: UsedSignatures,
  ) {
    this.operatorId = config.operatorTenantId?.toLowerCase();
    this.requests = new SignedRequests({
      door: 'the Admin API',
      version: config.adminApiSignatureVersion,
      ttlMs: config.adminApiSignatureTtlSeconds * 1_000,
      skewMs: config.adminApiClockSkewMs,
      secretOf: (tenantId) => secrets.of(dataSource.manager, tenantId),
      use: (use) => used.use(use),
    });
  }

  /** @returns nobody where anything about it is wrong; what that was only the log says */
  async verify(request: SignedRequest): Promise<Caller | undefined> {
    const tenantId = await this.requests.verify(request);
    if (tenantId === undefined) return undefined;
    return { tenantId, isOperator: tenantId === this.operatorId };
  }
}
