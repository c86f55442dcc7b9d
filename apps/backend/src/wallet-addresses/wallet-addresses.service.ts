import { Injectable } from '@nestjs/common';
import { Any, type EntityManager, type FindOptionsWhere } from 'typeorm';
import { Assets } from '../assets/assets.service.js';
import { CachedLookup } from '../cached-lookup.js';
import { WalletAddressEntity } from './wallet-address.entity.js';
import type { WalletAddress } from './wallet-address.js';

/** How long a wallet address that was switched off may still be paid. */
const TTL_MS = 5_000;
const MAX_ENTRIES = 10_000;

@Injectable()
export class WalletAddresses {
  private readonly urls = new CachedLookup<WalletAddress>({
    load: (manager, urls) => this.load(manager, { url: Any(urls) }),
    keyOf: ({ url }) => url,
    ttlMs: TTL_MS,
    maxEntries: MAX_ENTRIES,
  });

  private readonly ids = new CachedLookup<WalletAddress>({
    load: (manager, ids) => this.load(manager, { id: Any(ids) }),
    keyOf: ({ id }) => id,
    ttlMs: TTL_MS,
    maxEntries: MAX_ENTRIES,
  });

  constructor(private readonly assets: Assets) {}

  /** Those that exist, active or not, by URL. */
  byUrls(manager: EntityManager, urls: string[]): Promise<Map<string, WalletAddress>> {
    // PostgreSQL's text holds no NUL: a URL with one would fail the statement for the whole batch.
    return this.urls.find(
      manager,
      urls.filter((url) => !url.includes('\0')),
    );
  }

  /** Those that exist, active or not, by id. */
  byIds(manager: EntityManager, ids: string[]): Promise<Map<string, WalletAddress>> {
    return this.ids.find(manager, ids);
  }

  /** After a change at this instance; others see it when their memory is over. */
  forget(): void {
    this.urls.forget();
    this.ids.forget();
  }

  private async load(
    manager: EntityManager,
    where: FindOptionsWhere<WalletAddressEntity>,
  ): Promise<WalletAddress[]> {
    const rows = await manager.findBy(WalletAddressEntity, where);
    const assets = await this.assets.byIds(
      manager,
      rows.map(({ assetId }) => assetId),
    );
    return rows.map(({ id, url, tenantId, assetId, publicName, deactivatedAt }) => {
      const asset = assets.get(assetId);
      if (asset === undefined) throw new Error(`wallet address ${id} has no asset ${assetId}`);
      return {
        id,
        url,
        tenantId,
        assetId,
        assetCode: asset.code,
        assetScale: asset.scale,
        publicName,
        active: deactivatedAt === null,
      };
    });
  }
}
