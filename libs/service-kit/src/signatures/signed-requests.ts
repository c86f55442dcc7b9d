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

/** What was signed, however its header is written. */
export interface SignatureUse {
  tenantId: string;
  timestamp: string;
  digest: Buffer;
  nonce?: string;
  /** Whether it may come a second time, with another nonce. */
  mayRepeat: boolean;
  expiresAt: Date;
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
  /** Notes that a signature is used. @returns whether it might be used now */
  use: (use: SignatureUse) => Promise<boolean>;
}

/**
 * For how long requests may differ in their nonce alone. Whoever sees a request can give it another nonce,
 * for none is signed; those that were meant come in the millisecond in which they were signed, and a little
 * later.
 */
const SAME_MOMENT_MS = 2_000;
/** A signature is remembered for longer than it holds by any clock of ours, the database's among them. */
const REMEMBERED_LONGER_MS = 60_000;

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
    if (!(await this.options.use({ ...header, tenantId: id, ...this.limits(header) }))) {
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

  private limits({ timestamp }: SignatureHeader): Pick<SignatureUse, 'mayRepeat' | 'expiresAt'> {
    const signedAt = Number(timestamp);
    return {
      mayRepeat: Date.now() - signedAt <= SAME_MOMENT_MS,
      expiresAt: new Date(signedAt + this.options.ttlMs + REMEMBERED_LONGER_MS),
    };
  }

  private refuse(why: string, tenantId?: string): undefined {
    this.logger.warn({ tenantId, why }, `a request to ${this.options.door} was refused`);
    return undefined;
  }
}
