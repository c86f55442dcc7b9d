import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Repeating } from '@tapmesh/service-kit';
import { DataSource, type EntityManager } from 'typeorm';
import type { SettlementRef } from '../ledger/ledger.js';
import type { Slice } from '../paging/slice.js';
import type { Fee, FeeType } from './fee.js';
import { FeesRepository, type CurrentFee } from './fees.repository.js';

/** How long another instance may still charge what was set before. */
const RELOAD_MS = 1_000;

/**
 * What tenants charge. Those that hold now are kept in memory, so that no payment asks for them: they
 * change once a year, and the quote says which was taken.
 */
@Injectable()
export class Fees implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(Fees.name);
  private board: ReadonlyMap<string, CurrentFee> = new Map();
  private readonly looking: Repeating;

  constructor(
    private readonly dataSource: DataSource,
    private readonly repository: FeesRepository,
  ) {
    this.looking = new Repeating({
      everyMs: RELOAD_MS,
      work: async () => {
        await this.reload();
        return false;
      },
      onError: (error) => this.logger.error({ err: error }, 'fees could not be looked at'),
    });
  }

  /** Nobody is served before the fees are known. */
  async onApplicationBootstrap(): Promise<void> {
    await this.reload();
    this.looking.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.looking.stop();
  }

  /** What a tenant charges now for an asset of the ledger, from memory. */
  current(ref: SettlementRef, type: FeeType): Fee | undefined {
    return this.board.get(keyOf(ref, type));
  }

  /** In the caller's transaction; `reload` after its commit makes this instance charge it at once. */
  set(manager: EntityManager, fee: Omit<Fee, 'createdAt'>): Promise<Fee> {
    return this.repository.insert(manager, fee);
  }

  page(manager: EntityManager, tenantAssetId: string, slice: Slice): Promise<Fee[]> {
    return this.repository.page(manager, tenantAssetId, slice);
  }

  async reload(): Promise<void> {
    const fees = await this.repository.current(this.dataSource.manager);
    this.board = new Map(fees.map((fee) => [keyOf(fee, fee.type), fee]));
  }
}

function keyOf({ tenantId, assetId }: SettlementRef, type: FeeType): string {
  return `${tenantId}/${assetId}/${type}`;
}
