import { Injectable } from '@nestjs/common';
import { Any, type EntityManager } from 'typeorm';
import { CachedLookup } from '../cached-lookup.js';
import { TenantEntity } from './tenant.entity.js';

/** How long a secret that was changed may still be good. */
const TTL_MS = 2_000;

/** The keys with which tenants sign their requests. Nobody else asks for them. */
@Injectable()
export class TenantSecrets {
  private readonly lookup = new CachedLookup<{ id: string; apiSecret: string }>({
    load: (manager, ids) =>
      manager.find(TenantEntity, {
        select: { id: true, apiSecret: true },
        where: { id: Any(ids) },
      }),
    keyOf: ({ id }) => id,
    ttlMs: TTL_MS,
    maxEntries: 1_000,
  });

  async of(manager: EntityManager, id: string): Promise<string | undefined> {
    return (await this.lookup.find(manager, [id])).get(id)?.apiSecret;
  }

  /** After a change at this instance; others see it when their memory is over. */
  forget(): void {
    this.lookup.forget();
  }
}
