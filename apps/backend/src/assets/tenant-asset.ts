import type { Asset } from '../money.js';

/** An asset of the ledger as one tenant deals in it. */
export interface TenantAsset {
  id: string;
  tenantId: string;
  asset: Asset;
  /** Told to whoever asks; no rule of ours depends on it. */
  withdrawalThreshold?: bigint;
  /** Liquidity at or under it is low. */
  liquidityThreshold?: bigint;
  createdAt: Date;
}

export type Thresholds = Pick<TenantAsset, 'withdrawalThreshold' | 'liquidityThreshold'>;
