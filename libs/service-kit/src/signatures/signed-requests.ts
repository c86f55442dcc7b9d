import { Logger } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { isSignedWith, timeliness } from './signature.js';
import { readSignatureHeader, type SignatureHeader } from './signature-header.js';

export interface SignedRequest {
  /** The `tenant-id` and `signature` headers as they came. */
  tenantId: unknown;
  signature: unknown;
  /** What was signed, as JSON means it: parsed, and not yet changed by anything. */
  content: unknown;
}

export interface SignedRequestsOptions {
  /** Who is asked, for the log: `the Admin API`. */
  door: string;
  /** The `v` of `v1`. */
  version: string;
  ttlMs: number;
  /** How far a client's clock may be ahead of ours. */
  skewMs: number;
  /** Of those tenants that may sign. */
  secretOf: (tenantId: string) => Promise<string | undefined>;
  /** Notes that a signature is used. @returns whether it was unused until now */
  use: (tenantId: string, header: string, expiresAt: Date) => Promise<boolean>;
}

/** Whether a request is of the tenant that its `tenant-id` says, of now, and here for the first time. */
export class SignedRequests {
  private readonly logger = new Logger(SignedRequests.name);

  constructor(private readonly options: SignedRequestsOptions) {}

  /** @returns the tenant; nobody where anything is wrong, and what that was only the log says */
  async verify({ tenantId, signature, content }: SignedRequest): Promise<string | undefined> {
    const header = readSignatureHeader(signature);
    if (header === undefined || typeof tenantId !== 'string' || !isUUID(tenantId)) {
      return this.refuse('headers are missing or malformed');
    }
    const id = tenantId.toLowerCase();
    const fault = this.fault(header);
    if (fault !== undefined) return this.refuse(fault, id);
    const secret = await this.options.secretOf(id);
    if (secret === undefined) return this.refuse('nobody has this tenant-id', id);
    if (!isSignedWith(secret, header, content)) return this.refuse('the digest differs', id);
    // Only now: nobody can use up what another one signed.
    const expiresAt = new Date(Number(header.timestamp) + this.options.ttlMs + 1_000);
    if (!(await this.options.use(id, signature as string, expiresAt))) {
      return this.refuse('the signature was used before', id);
    }
    return id;
  }

  private fault({ version, timestamp }: SignatureHeader): string | undefined {
    const { version: taken, ttlMs, skewMs } = this.options;
    if (version !== taken) return `version ${version} is not taken`;
    const when = timeliness(timestamp, { now: Date.now(), ttlMs, skewMs });
    return when === 'timely' ? undefined : `its time is ${when}`;
  }

  private refuse(why: string, tenantId?: string): undefined {
    this.logger.warn({ tenantId, why }, `a request to ${this.options.door} was refused`);
    return undefined;
  }
}
