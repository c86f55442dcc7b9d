import type { Asset } from '../admin-api/schema.types.js';
import type { TenantAsset } from './tenant-asset.js';

/** What stands in the row; the rest is asked for field by field, from what is beside it. */
export type AssetNode = Omit<
  Asset,
  'liquidity' | 'sendingFee' | 'receivingFee' | 'fees' | 'tenant'
> & {
  tenantId: string;
  ledgerAssetId: string;
};

export function assetNode(asset: TenantAsset): AssetNode {
  const { id, tenantId, withdrawalThreshold, liquidityThreshold, createdAt } = asset;
  return {
    id,
    code: asset.asset.code,
    scale: asset.asset.scale,
    withdrawalThreshold,
    liquidityThreshold,
    createdAt: createdAt.toISOString(),
    tenantId,
    ledgerAssetId: asset.asset.id,
  };
}
