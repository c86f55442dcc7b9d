import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { validate as isUuid } from 'uuid';
import { WALLET_ADDRESS, type RegisteredWalletAddress } from './registered-wallet-address.js';

export type NewWalletAddress = Omit<RegisteredWalletAddress, 'createdAt' | 'deactivatedAt'>;

export interface WalletAddressChange {
  id: string;
  publicName: string | null;
  /** Left out, it stays as it is. */
  active?: boolean;
}

@Injectable()
export class WalletAddressesRepository {
  async byId(
    manager: EntityManager,
    id: string,
    { lock = false } = {},
  ): Promise<RegisteredWalletAddress | undefined> {
    const [found] = await manager.query<RegisteredWalletAddress[]>(
      `SELECT ${WALLET_ADDRESS} FROM wallet_addresses w WHERE w.id = $1 ${lock ? 'FOR UPDATE' : ''}`,
      [id],
    );
    return found;
  }

  async byUrl(manager: EntityManager, url: string): Promise<RegisteredWalletAddress | undefined> {
    if (url.includes('\0')) return undefined;
    const [found] = await manager.query<RegisteredWalletAddress[]>(
      `SELECT ${WALLET_ADDRESS} FROM wallet_addresses w WHERE w.url = $1`,
      [url],
    );
    return found;
  }

  /** The ledger's asset of one that the tenant deals in. */
  async ledgerAsset(
    manager: EntityManager,
    tenantId: string,
    tenantAssetId: string,
  ): Promise<string | undefined> {
    if (!isUuid(tenantAssetId) || !isUuid(tenantId)) return undefined;
    // Shared, so that neither it nor its tenant is taken away meanwhile.
    const [found] = await manager.query<{ assetId: string }[]>(
      `SELECT a.asset_id AS "assetId" FROM tenant_assets a JOIN tenants t ON t.id = a.tenant_id
       WHERE a.id = $1 AND a.tenant_id = $2 AND a.deleted_at IS NULL AND t.deleted_at IS NULL
       FOR SHARE`,
      [tenantAssetId, tenantId],
    );
    return found?.assetId;
  }

  /** Whether there is its tenant, which is not deleted before the transaction ends. */
  async holdsTenant(manager: EntityManager, tenantId: string): Promise<boolean> {
    const found = await manager.query<unknown[]>(
      'SELECT true FROM tenants WHERE id = $1 AND deleted_at IS NULL FOR SHARE',
      [tenantId],
    );
    return found.length === 1;
  }

  /** @returns false where the URL is taken */
  async add(manager: EntityManager, address: NewWalletAddress): Promise<boolean> {
    const { id, url, tenantId, assetId, publicName } = address;
    const added = await manager.query<unknown[]>(
      `INSERT INTO wallet_addresses (id, url, tenant_id, asset_id, public_name)
       VALUES ($1, $2, $3, $4, $5) ON CONFLICT (url) DO NOTHING RETURNING true`,
      [id, url, tenantId, assetId, publicName],
    );
    return added.length === 1;
  }

  /** Whoever was switched off before was so then. */
  async change(
    manager: EntityManager,
    { id, publicName, active }: WalletAddressChange,
  ): Promise<void> {
    await manager.query(
      `UPDATE wallet_addresses SET public_name = $2,
         deactivated_at = CASE WHEN $3::boolean THEN NULL WHEN NOT $3
           THEN coalesce(deactivated_at, now()) ELSE deactivated_at END
       WHERE id = $1`,
      [id, publicName, active ?? null],
    );
  }
}
