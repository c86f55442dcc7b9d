import type { WalletAddressKey as Node } from '../../admin-api/schema.types.js';
import { jwkOf, type WalletAddressKey } from './wallet-address-key.js';

export type WalletAddressKeyNode = Node;

export function keyNode(key: WalletAddressKey): WalletAddressKeyNode {
  return {
    id: key.id,
    walletAddressId: key.walletAddressId,
    jwk: jwkOf(key),
    revoked: key.revokedAt !== null,
    createdAt: key.createdAt.toISOString(),
  };
}
