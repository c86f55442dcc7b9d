import { Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { Any, type EntityManager } from 'typeorm';
import { CachedLookup } from '../cached-lookup.js';
import { TenantEntity } from './tenant.entity.js';
import type { Tenant } from './tenant.js';

@Injectable()
export class Tenants {
  private readonly lookup = new CachedLookup<Tenant>({
    load: (manager, ids) => manager.findBy(TenantEntity, { id: Any(ids) }),
    keyOf: ({ id }) => id,
    ttlMs: 5_000,
    maxEntries: 1_000,
  });

  /** Those that exist, by id. What is no UUID, as a message's header may be, is nobody. */
  byIds(manager: EntityManager, ids: string[]): Promise<Map<string, Tenant>> {
    return this.lookup.find(manager, ids.filter(isUuid));
  }
}
