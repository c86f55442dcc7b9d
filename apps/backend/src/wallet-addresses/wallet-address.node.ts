import type { WalletAddress as Node } from '../admin-api/schema.types.js';
import type { RegisteredWalletAddress } from './registered-wallet-address.js';

/** A wallet address as the Admin API tells it; its other fields are resolved when they are asked for. */
export type WalletAddressNode = Pick<
  Node,
  'id' | 'address' | 'publicName' | 'createdAt' | 'status'
> & { tenantId: string; ledgerAssetId: string };

export function walletAddressNode(row: RegisteredWalletAddress): WalletAddressNode {
  return {
    id: row.id,
    address: row.url,
    publicName: row.publicName,
    createdAt: row.createdAt.toISOString(),
    status: row.deactivatedAt === null ? 'ACTIVE' : 'INACTIVE',
    tenantId: row.tenantId,
    ledgerAssetId: row.assetId,
  };
}
