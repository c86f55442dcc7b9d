import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TenantAssetEntity } from '../assets/tenant-asset.entity.js';
import { CreateTenantAssets1764000003100 } from '../assets/tenant-assets.migration.js';
import { assetsMigrations } from '../assets/assets.migration.js';
import { AssetEntity } from '../assets/asset.entity.js';
import { ledgerMigrations } from '../ledger/ledger.migration.js';
import { TenantEntity } from '../tenants/tenant.entity.js';
import { DescribeTenants1764000008200 } from '../tenants/tenants.admin.migration.js';
import { tenantsMigrations } from '../tenants/tenants.migration.js';
import { TellTenants1764000008300 } from '../tenants/tenants.telling.migration.js';
import { WalletAddressEntity } from '../wallet-addresses/wallet-address.entity.js';
import { AdministerWalletAddresses1764000007600 } from '../wallet-addresses/wallet-addresses.admin.migration.js';
import { walletAddressesMigrations } from '../wallet-addresses/wallet-addresses.migration.js';

/** What the seed fills: tenants, assets, wallet addresses, the ledger. */
export const directory = {
  migrations: [
    ...tenantsMigrations,
    ...assetsMigrations,
    ...walletAddressesMigrations,
    CreateTenantAssets1764000003100,
    DescribeTenants1764000008200,
    TellTenants1764000008300,
    ...ledgerMigrations,
    AdministerWalletAddresses1764000007600,
  ],
  entities: [TenantEntity, AssetEntity, TenantAssetEntity, WalletAddressEntity],
};

export const bank = '01980000-0000-7000-8000-000000000101';
export const shop = '01980000-0000-7000-8000-000000000102';
export const usd = '01980000-0000-7000-8000-000000000201';
export const alice = '01980000-0000-7000-8000-000000000301';

export interface SeedFileOptions {
  aliceName?: string;
  usdScale?: number;
  bankId?: string;
}

export interface SeedFile {
  path: string;
  remove(): Promise<void>;
}

/** A small seed file in a folder of its own. */
export async function writeSeedFile({
  aliceName = 'Alice',
  usdScale = 2,
  bankId = bank,
}: SeedFileOptions = {}): Promise<SeedFile> {
  const folder = await mkdtemp(join(tmpdir(), 'backend-seed-'));
  const path = join(folder, 'seed.yml');
  const seed = {
    tenants: [
      { id: bankId, slug: 'alpha-bank', name: 'Alpha Bank', apiSecret: 'secret-of-alpha-bank' },
      { id: shop, slug: 'shop-bank', name: 'Shop Bank', apiSecret: 'secret-of-shop-bank' },
    ],
    assets: [{ id: usd, code: 'USD', scale: usdScale }],
    accounts: [
      {
        id: alice,
        tenant: 'alpha-bank',
        path: '/accounts/alice',
        name: aliceName,
        asset: 'USD',
        balance: '100',
        behaviour: 'approve',
      },
    ],
    merchants: [],
  };
  // JSON is YAML.
  await writeFile(path, JSON.stringify(seed));
  return { path, remove: () => rm(folder, { recursive: true }) };
}
