import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { readSlice, type Keyset } from '../../paging/keyset.js';
import type { Slice } from '../../paging/slice.js';
import type { Jwk, WalletAddressKey } from './wallet-address-key.js';

const KEY = `
  k.id, k.wallet_address_id AS "walletAddressId", k.kid, k.x, k.revoked_at AS "revokedAt",
  k.created_at AS "createdAt"`;

/** $1 wallet address. */
const OF_WALLET_ADDRESS: Keyset = {
  table: 'wallet_address_keys k',
  alias: 'k',
  columns: KEY,
  leading: [{ column: 'wallet_address_id', values: 'ARRAY[$1::uuid]' }],
  cursorTime: `
    SELECT created_at FROM wallet_address_keys WHERE id = $cursor AND wallet_address_id = $1`,
};

export interface NewKey {
  id: string;
  walletAddressId: string;
  jwk: Pick<Jwk, 'kid' | 'x'>;
}

@Injectable()
export class WalletAddressKeysRepository {
  /** @returns whether it is there now: a wallet address has one key in use of each `kid`. */
  async add(manager: EntityManager, { id, walletAddressId, jwk }: NewKey): Promise<boolean> {
    const added = await manager.query<unknown[]>(
      `INSERT INTO wallet_address_keys (id, wallet_address_id, kid, x) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING RETURNING true`,
      [id, walletAddressId, jwk.kid, jwk.x],
    );
    return added.length === 1;
  }

  /** Revoking again changes nothing. */
  async revoke(manager: EntityManager, id: string): Promise<void> {
    await manager.query(
      'UPDATE wallet_address_keys SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL',
      [id],
    );
  }

  async find(
    manager: EntityManager,
    id: string,
  ): Promise<(WalletAddressKey & { tenantId: string }) | undefined> {
    const [found] = await manager.query<(WalletAddressKey & { tenantId: string })[]>(
      `SELECT ${KEY}, w.tenant_id AS "tenantId" FROM wallet_address_keys k
       JOIN wallet_addresses w ON w.id = k.wallet_address_id WHERE k.id = $1`,
      [id],
    );
    return found;
  }

  /** Of one wallet address, with those that are revoked. */
  page(manager: EntityManager, walletAddressId: string, slice: Slice): Promise<WalletAddressKey[]> {
    return readSlice(manager, OF_WALLET_ADDRESS, { ...slice, parameters: [walletAddressId] });
  }

  /** Those that a signature may be checked with. */
  inUse(
    manager: EntityManager,
    walletAddressId: string,
    atMost: number,
  ): Promise<Pick<WalletAddressKey, 'kid' | 'x'>[]> {
    return manager.query(
      `SELECT kid, x FROM wallet_address_keys
       WHERE wallet_address_id = $1 AND revoked_at IS NULL ORDER BY created_at DESC, id DESC LIMIT $2`,
      [walletAddressId, atMost],
    );
  }
}
