import { Injectable } from '@nestjs/common';
import type { Seed, SeedMerchant } from '@tapmesh/service-kit';
import { DataSource, type EntityManager } from 'typeorm';
import { hashTerminalKey } from '../terminals/terminal-key.js';

/** Stores the part of the seed file that the POS service owns; safe to run twice, and at once. */
@Injectable()
export class PosSeed {
  constructor(private readonly database: DataSource) {}

  async store(seed: Seed, walletAddressBaseUrl: string): Promise<void> {
    await this.database.transaction(async (manager) => {
      for (const merchant of byId(seed.merchants)) {
        await storeMerchant(manager, merchant);
        await storeWalletAddresses(manager, { merchant, seed, walletAddressBaseUrl });
        await storeTerminals(manager, merchant);
      }
    });
  }
}

/** Always in the same order, so that two instances that seed at once wait and do not deadlock. */
function byId(merchants: SeedMerchant[]): SeedMerchant[] {
  return [...merchants].sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function storeMerchant(manager: EntityManager, { id, name }: SeedMerchant): Promise<void> {
  await manager.query(
    `INSERT INTO merchants (id, name) VALUES ($1, $2)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name`,
    [id, name],
  );
}

interface MerchantsAccounts {
  merchant: SeedMerchant;
  seed: Seed;
  walletAddressBaseUrl: string;
}

async function storeWalletAddresses(
  manager: EntityManager,
  { merchant, seed, walletAddressBaseUrl }: MerchantsAccounts,
): Promise<void> {
  const tenantIds = new Map(seed.tenants.map(({ slug, id }) => [slug, id]));
  const assets = new Map(seed.assets.map((asset) => [asset.code, asset]));
  const own = new Set(merchant.accounts);
  for (const account of seed.accounts.filter(({ path }) => own.has(path))) {
    await manager.query(
      `INSERT INTO merchant_wallet_addresses
         (id, url, merchant_id, tenant_id, asset_code, asset_scale)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (id) DO UPDATE SET url = excluded.url, merchant_id = excluded.merchant_id,
         tenant_id = excluded.tenant_id, asset_code = excluded.asset_code,
         asset_scale = excluded.asset_scale`,
      [
        account.id,
        `${walletAddressBaseUrl}${account.path}`,
        merchant.id,
        tenantIds.get(account.tenant),
        account.asset,
        assets.get(account.asset)?.scale,
      ],
    );
  }
}

async function storeTerminals(manager: EntityManager, merchant: SeedMerchant): Promise<void> {
  for (const { id, name, key } of merchant.terminals) {
    await manager.query(
      `INSERT INTO terminals (id, merchant_id, name, key_hash) VALUES ($1, $2, $3, $4)
       ON CONFLICT (id) DO UPDATE SET merchant_id = excluded.merchant_id,
         name = excluded.name, key_hash = excluded.key_hash`,
      [id, merchant.id, name, hashTerminalKey(key)],
    );
  }
}
