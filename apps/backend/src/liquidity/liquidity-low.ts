import { AssetEvent, Audience } from '@tapmesh/events';
import type { NewMessage } from '@tapmesh/messaging';
import type { Asset } from '../money.js';
import type { LiquidityDrop } from './liquidity-in-hand.js';

/** A tenant's asset, as far as its liquidity is watched. */
export interface WatchedAsset {
  id: string;
  tenantId: string;
  asset: Asset;
  threshold: bigint;
}

/** Whether this debit is the one that crossed: those that follow tell nothing new. */
export function crosses({ before, after }: LiquidityDrop, threshold: bigint): boolean {
  return before > threshold && after <= threshold;
}

export function liquidityLow(
  { id, tenantId, asset, threshold }: WatchedAsset,
  balance: bigint,
): NewMessage<AssetEvent.LiquidityLow> {
  return {
    type: AssetEvent.LiquidityLow,
    key: id,
    subject: id,
    tenantId,
    audience: [Audience.Tenant],
    data: {
      id,
      asset: { id, code: asset.code, scale: asset.scale },
      liquidityThreshold: threshold.toString(),
      balance: balance.toString(),
    },
  };
}
