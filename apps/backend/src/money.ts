import type { Amount } from '@tapmesh/events';

/** An asset's code and scale never change, so whatever refers to it keeps them. */
export interface Asset {
  id: string;
  code: string;
  scale: number;
}

export function toAmount(value: bigint, asset: Asset): Amount {
  return { value: value.toString(), assetCode: asset.code, assetScale: asset.scale };
}

export function isInAsset(amount: Amount, asset: Asset): boolean {
  return amount.assetCode === asset.code && amount.assetScale === asset.scale;
}
