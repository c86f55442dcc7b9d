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

/** As rows keep it: nothing where it is the asset of the debit, as of all that was made before others were. */
export interface ReceiveAssetColumns {
  receiveAssetId: string | null;
  receiveAssetCode: string | null;
  receiveAssetScale: number | null;
}

export function receiveAssetOf(row: ReceiveAssetColumns): Asset | undefined {
  const { receiveAssetId: id, receiveAssetCode: code, receiveAssetScale: scale } = row;
  return id === null || code === null || scale === null ? undefined : { id, code, scale };
}

export function receiveAssetColumns(debited: Asset, received: Asset): ReceiveAssetColumns {
  const other = sameAsset(debited, received) ? undefined : received;
  return {
    receiveAssetId: other?.id ?? null,
    receiveAssetCode: other?.code ?? null,
    receiveAssetScale: other?.scale ?? null,
  };
}

export function sameAsset(a: Pick<Asset, 'id'>, b: Pick<Asset, 'id'>): boolean {
  return a.id === b.id;
}

export function isInAsset(amount: Amount, asset: Asset): boolean {
  return amount.assetCode === asset.code && amount.assetScale === asset.scale;
}
