import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { createHash } from 'node:crypto';
import { DataSource } from 'typeorm';
import { Repeating } from '../repeating/repeating.js';
import type { SignatureUse } from './signed-requests.js';

const SWEEP_MS = 5_000;
const SWEPT_AT_ONCE = 10_000;

/** Each signature is good for one request, at whichever instance it comes in. */
@Injectable()
export class UsedSignatures implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(UsedSignatures.name);
  private readonly sweeping = new Repeating({
    everyMs: SWEEP_MS,
    work: () => this.sweep(),
    onError: (error) => this.logger.error({ err: error }, 'old signatures could not be removed'),
  });

  constructor(private readonly dataSource: DataSource) {}

  onApplicationBootstrap(): void {
    this.sweeping.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.sweeping.stop();
  }

  /** Notes the signature, and where it has a nonce the two together. @returns whether it might be used */
  async use({ mayRepeat, expiresAt, ...use }: SignatureUse): Promise<boolean> {
    const digests = [digestOf({ ...use, nonce: undefined })];
    if (use.nonce !== undefined) digests.push(digestOf(use));
    const rows = await this.dataSource.query<unknown[]>(
      `INSERT INTO used_signatures (digest, expires_at)
       SELECT digest, $2 FROM unnest($1::bytea[]) AS used (digest)
       ON CONFLICT DO NOTHING RETURNING true`,
      [digests, expiresAt],
    );
    // Fewer: the signature was there; and if any, without this nonce.
    return rows.length === digests.length || (mayRepeat && rows.length > 0);
  }

  private async sweep(): Promise<boolean> {
    const [gone] = await this.dataSource.query<[{ count: number }]>(
      `WITH gone AS (
         DELETE FROM used_signatures WHERE digest IN (
           SELECT digest FROM used_signatures WHERE expires_at < now()
           ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED)
         RETURNING 1)
       SELECT count(*)::int AS count FROM gone`,
      [SWEPT_AT_ONCE],
    );
    return gone.count === SWEPT_AT_ONCE;
  }
}

function digestOf({
  tenantId,
  timestamp,
  digest,
  nonce = '',
}: Pick<SignatureUse, 'tenantId' | 'timestamp' | 'digest' | 'nonce'>): Buffer {
  const text = `${tenantId}\n${timestamp}.${digest.toString('hex')}\n${nonce}`;
  return createHash('sha256').update(text).digest();
}
