import type { SecretBox, Seed } from '@tapmesh/service-kit';
import type { AssetEntity } from '../assets/asset.entity.js';
import type { TenantAssetEntity } from '../assets/tenant-asset.entity.js';
import { seededTenantAssetId } from '../assets/tenant-asset.id.js';
import type { SettlementRef } from '../ledger/ledger.js';
import type { TenantEntity } from '../tenants/tenant.entity.js';
import type { WalletAddressEntity } from '../wallet-addresses/wallet-address.entity.js';

export interface SeedRows {
  tenants: Pick<TenantEntity, 'id' | 'slug' | 'publicName' | 'apiSecret'>[];
  assets: Omit<AssetEntity, 'createdAt'>[];
  /** Every tenant deals in every asset. */
  tenantAssets: Pick<TenantAssetEntity, 'id' | 'tenantId' | 'assetId'>[];
  /** Nothing is said of `deactivatedAt`: what an operator switched off stays off. */
  walletAddresses: Omit<WalletAddressEntity, 'createdAt' | 'deactivatedAt'>[];
  /** Every tenant's settlement account in every asset. */
  settlements: SettlementRef[];
}

/** The part of the seed file that is the backend's. `readSeed` has seen that its names lead somewhere. */
export function toRows(
  { tenants, assets, accounts }: Seed,
  { baseUrl, box }: { baseUrl: string; box: SecretBox },
): SeedRows {
  const tenantIds = new Map(tenants.map(({ slug, id }) => [slug, id]));
  const assetIds = new Map(assets.map(({ code, id }) => [code, id]));
  return {
    tenants: tenants.map(({ id, slug, name, apiSecret }) => ({
      id,
      slug,
      publicName: name,
      apiSecret: box.seal(apiSecret, { owner: id, field: 'api_secret' }),
    })),
    assets: assets.map(({ id, code, scale }) => ({ id, code, scale })),
    tenantAssets: tenants.flatMap(({ id: tenantId }) =>
      assets.map(({ id: assetId }) => ({
        id: seededTenantAssetId(tenantId, assetId),
        tenantId,
        assetId,
      })),
    ),
    walletAddresses: accounts.map(({ id, path, name, tenant, asset }) => ({
      id,
      url: `${baseUrl}${path}`,
      tenantId: named(tenantIds, tenant),
      assetId: named(assetIds, asset),
      publicName: name,
    })),
    settlements: tenants.flatMap(({ id: tenantId }) =>
      assets.map(({ id: assetId }) => ({ tenantId, assetId })),
    ),
  };
}

function named(ids: ReadonlyMap<string, string>, name: string): string {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`nothing in the seed file is called ${name}`);
  return id;
}
