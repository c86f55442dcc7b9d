import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LoadingCache } from '../caching/loading-cache.js';

/** A wallet address that a merchant is paid at. */
export interface MerchantWalletAddress {
  id: string;
  url: string;
  merchantId: string;
  /** The ASE that holds the account. */
  tenantId: string;
  assetCode: string;
  assetScale: number;
}

/** They change seldom, and every payment asks for one. */
const CACHE = { maxEntries: 10_000, ttlMs: 10_000 };

@Injectable()
export class MerchantWalletAddresses {
  private readonly cache = new LoadingCache<MerchantWalletAddress>(CACHE);

  constructor(private readonly database: DataSource) {}

  byUrl(url: string): Promise<MerchantWalletAddress | undefined> {
    return this.cache.get(url, async () => {
      const rows = await this.database.query<MerchantWalletAddress[]>(
        `SELECT id, url, merchant_id AS "merchantId", tenant_id AS "tenantId",
                asset_code AS "assetCode", asset_scale AS "assetScale"
           FROM merchant_wallet_addresses WHERE url = $1`,
        [url],
      );
      return rows[0];
    });
  }
}
