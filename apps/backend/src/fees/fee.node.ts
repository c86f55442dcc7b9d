import type { Fee as FeeType } from '../admin-api/schema.types.js';
import type { Fee } from './fee.js';

export type FeeNode = FeeType;

export function feeNode({ id, tenantAssetId, type, fixed, basisPoints, createdAt }: Fee): FeeNode {
  return {
    id,
    assetId: tenantAssetId,
    type,
    fixed,
    basisPoints,
    createdAt: createdAt.toISOString(),
  };
}
