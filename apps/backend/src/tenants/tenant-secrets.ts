import { Injectable } from '@nestjs/common';
import { SecretBox } from '@tapmesh/service-kit';
import { Any, IsNull, type EntityManager } from 'typeorm';
import { BackendConfig } from '../backend.config.js';
import { CachedLookup } from '../cached-lookup.js';
import { TenantEntity } from './tenant.entity.js';

/** How long a secret that was changed may still be good. */
const TTL_MS = 2_000;

/** The keys with which tenants sign their requests. */
@Injectable()
export class TenantSecrets {
  private readonly box: SecretBox;
  /** Of those who were not deleted. */
  private readonly lookup = new CachedLookup<{ id: string; apiSecret: string }>({
    load: async (manager, ids) => {
      const tenants = await manager.find(TenantEntity, {
        select: { id: true, apiSecret: true },
        where: { id: Any(ids), deletedAt: IsNull() },
      });
      return tenants.map(({ id, apiSecret }) => ({
        id,
        apiSecret: this.box.open(apiSecret, { owner: id, field: 'api_secret' }),
      }));
    },
    keyOf: ({ id }) => id,
    ttlMs: TTL_MS,
    maxEntries: 1_000,
  });

  constructor(config: BackendConfig) {
    this.box = new SecretBox(config);
  }

  async of(manager: EntityManager, id: string): Promise<string | undefined> {
    return (await this.lookup.find(manager, [id])).get(id)?.apiSecret;
  }

  /** After a change at this instance; others see it when their memory is over. */
  forget(): void {
    this.lookup.forget();
  }
}
