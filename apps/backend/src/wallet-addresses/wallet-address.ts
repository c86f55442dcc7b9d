import type { Asset } from '../money.js';

export interface WalletAddress {
  id: string;
  url: string;
  tenantId: string;
  assetId: string;
  assetCode: string;
  assetScale: number;
  publicName: string | null;
  /** Somebody who is inactive neither pays nor is paid, and to the outside is not there. */
  active: boolean;
}

export function assetOf({ assetId, assetCode, assetScale }: WalletAddress): Asset {
  return { id: assetId, code: assetCode, scale: assetScale };
}
