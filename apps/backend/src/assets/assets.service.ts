import { Injectable } from '@nestjs/common';
import { Any, type EntityManager } from 'typeorm';
import { CachedLookup } from '../cached-lookup.js';
import type { Asset } from '../money.js';
import { AssetEntity } from './asset.entity.js';

@Injectable()
export class Assets {
  private readonly lookup = new CachedLookup<Asset>({
    load: (manager, ids) => manager.findBy(AssetEntity, { id: Any(ids) }),
    keyOf: ({ id }) => id,
    ttlMs: 3_600_000,
    maxEntries: 1_000,
  });

  /** Those that exist, by id. */
  byIds(manager: EntityManager, ids: string[]): Promise<Map<string, Asset>> {
    return this.lookup.find(manager, ids);
  }
}
