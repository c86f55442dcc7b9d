import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { createHash } from 'node:crypto';
import { DataSource } from 'typeorm';
import { Repeating } from '../repeating/repeating.js';

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

  /** @returns whether it was unused until now. The header whole, so that a nonce makes it another one. */
  async use(tenantId: string, header: string, expiresAt: Date): Promise<boolean> {
    const digest = createHash('sha256').update(`${tenantId}\n${header}`).digest();
    const rows = await this.dataSource.query<unknown[]>(
      `INSERT INTO used_signatures (digest, expires_at) VALUES ($1, $2)
       ON CONFLICT DO NOTHING RETURNING true`,
      [digest, expiresAt],
    );
    return rows.length === 1;
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
