import { Injectable, Logger } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { DataSource } from 'typeorm';
import { BackendConfig } from '../../backend.config.js';
import { TenantSecrets } from '../../tenants/tenant-secrets.js';
import type { Caller } from '../caller.js';
import { isSignedWith, timeliness } from './signature.js';
import { readSignatureHeader, type SignatureHeader } from './signature-header.js';
import { UsedSignatures } from './used-signatures.js';

export interface SignedRequest {
  /** The `tenant-id` and `signature` headers as they came. */
  tenantId: unknown;
  signature: unknown;
  /** Parsed, and not yet changed by anything. */
  body: unknown;
}

/** Whether a request to the Admin API is who its `tenant-id` says, now, and for the first time. */
@Injectable()
export class RequestSignatures {
  private readonly logger = new Logger(RequestSignatures.name);

  constructor(
    private readonly config: BackendConfig,
    private readonly dataSource: DataSource,
    private readonly secrets: TenantSecrets,
    private readonly used: UsedSignatures,
  ) {}

  /** @returns nobody where anything about it is wrong; what that was only the log says */
  async verify({ tenantId, signature, body }: SignedRequest): Promise<Caller | undefined> {
    const header = readSignatureHeader(signature);
    if (header === undefined || typeof tenantId !== 'string' || !isUuid(tenantId)) {
      return this.refuse('headers are missing or malformed');
    }
    const id = tenantId.toLowerCase();
    const fault = this.fault(header);
    if (fault !== undefined) return this.refuse(fault, id);
    const secret = await this.secrets.of(this.dataSource.manager, id);
    if (secret === undefined) return this.refuse('nobody has this tenant-id', id);
    if (!isSignedWith(secret, header, body)) return this.refuse('the digest differs', id);
    // Only now: nobody can use up what another one signed.
    const expiresAt = new Date(Number(header.timestamp) + this.ttlMs + 1_000);
    if (!(await this.used.use(id, signature as string, expiresAt))) {
      return this.refuse('the signature was used before', id);
    }
    return { tenantId: id, isOperator: id === this.config.operatorTenantId };
  }

  private get ttlMs(): number {
    return this.config.adminApiSignatureTtlSeconds * 1_000;
  }

  private fault({ version, timestamp }: SignatureHeader): string | undefined {
    if (version !== this.config.adminApiSignatureVersion) return `version ${version} is not taken`;
    const skewMs = this.config.adminApiClockSkewMs;
    const when = timeliness(timestamp, { now: Date.now(), ttlMs: this.ttlMs, skewMs });
    return when === 'timely' ? undefined : `its time is ${when}`;
  }

  private refuse(why: string, tenantId?: string): undefined {
    this.logger.warn({ tenantId, why }, 'an Admin API request was refused');
    return undefined;
  }
}
