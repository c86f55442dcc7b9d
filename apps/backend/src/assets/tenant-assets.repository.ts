import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { readSlice, type Keyset } from '../paging/keyset.js';
import { ofTenants } from '../paging/of-tenants.js';
import type { OfTenant, Slice } from '../paging/slice.js';
import type { TenantAsset, Thresholds } from './tenant-asset.js';

const COLUMNS = `
  t.id, t.tenant_id AS "tenantId", t.withdrawal_threshold AS "withdrawalThreshold",
  t.liquidity_threshold AS "liquidityThreshold", t.created_at AS "createdAt",
  a.id AS "assetId", a.code, a.scale`;
const TABLES = 'tenant_assets t JOIN assets a ON a.id = t.asset_id';

/** $1 tenant. */
const PAGE: Keyset = {
  table: TABLES,
  alias: 't',
  columns: COLUMNS,
  leading: [{ column: 'tenant_id', values: ofTenants('$1') }],
  where: 't.deleted_at IS NULL',
  cursorTime: `
    SELECT created_at FROM tenant_assets
    WHERE id = $cursor AND ($1::uuid IS NULL OR tenant_id = $1)`,
};

/** What a foreign key points to may not be deleted meanwhile, nor changed by two at once. */
const LOCKS = { share: 'FOR SHARE OF t', update: 'FOR UPDATE OF t' } as const;

interface Row {
  id: string;
  tenantId: string;
  withdrawalThreshold: string | null;
  liquidityThreshold: string | null;
  createdAt: Date;
  assetId: string;
  code: string;
  scale: number;
}

@Injectable()
export class TenantAssetsRepository {
  /** One that was deleted too: whoever deleted it may ask what it was. */
  async byId(manager: EntityManager, id: string): Promise<TenantAsset | undefined> {
    return one(manager, 't.id = $1', [id]);
  }

  async inUse(
    manager: EntityManager,
    id: string,
    lock?: keyof typeof LOCKS,
  ): Promise<TenantAsset | undefined> {
    const suffix = lock === undefined ? '' : LOCKS[lock];
    return one(manager, `t.id = $1 AND t.deleted_at IS NULL ${suffix}`, [id]);
  }

  /** The tenant's row of an asset of the ledger. */
  async ofLedger(
    manager: EntityManager,
    { tenantId, assetId }: { tenantId: string; assetId: string },
  ): Promise<TenantAsset | undefined> {
    const condition = 't.tenant_id = $1 AND t.asset_id = $2 AND t.deleted_at IS NULL';
    return one(manager, condition, [tenantId, assetId]);
  }

  async byCodeAndScale(
    manager: EntityManager,
    { tenantId, code, scale }: { tenantId: string; code: string; scale: number },
  ): Promise<TenantAsset | undefined> {
    const condition = 't.tenant_id = $1 AND a.code = $2 AND a.scale = $3 AND t.deleted_at IS NULL';
    return one(manager, condition, [tenantId, code, scale]);
  }

  async page(manager: EntityManager, tenantId: OfTenant, slice: Slice): Promise<TenantAsset[]> {
    const rows = await readSlice<Row>(manager, PAGE, { ...slice, parameters: [tenantId ?? null] });
    return rows.map(toTenantAsset);
  }

  /** The id of the ledger's asset, which is made where it is new. */
  async ledgerAsset(manager: EntityManager, code: string, scale: number): Promise<string> {
    await manager.query(
      'INSERT INTO assets (id, code, scale) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [uuidv7(), code, scale],
    );
    const [asset] = await manager.query<{ id: string }[]>(
      'SELECT id FROM assets WHERE code = $1 AND scale = $2',
      [code, scale],
    );
    if (asset === undefined) throw new Error(`the asset ${code} of scale ${scale} is not there`);
    return asset.id;
  }

  /** @returns false where the tenant deals in it already */
  async insert(
    manager: EntityManager,
    row: { id: string; tenantId: string; assetId: string } & Thresholds,
  ): Promise<boolean> {
    const inserted = await manager.query<unknown[]>(
      `INSERT INTO tenant_assets
         (id, tenant_id, asset_id, withdrawal_threshold, liquidity_threshold)
       VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING true`,
      [row.id, row.tenantId, row.assetId, ...thresholdColumns(row)],
    );
    return inserted.length === 1;
  }

  async setThresholds(manager: EntityManager, id: string, thresholds: Thresholds): Promise<void> {
    await manager.query(
      'UPDATE tenant_assets SET withdrawal_threshold = $2, liquidity_threshold = $3 WHERE id = $1',
      [id, ...thresholdColumns(thresholds)],
    );
  }

  async hasWalletAddresses(manager: EntityManager, of: TenantAsset): Promise<boolean> {
    const rows = await manager.query<unknown[]>(
      'SELECT FROM wallet_addresses WHERE tenant_id = $1 AND asset_id = $2 LIMIT 1',
      [of.tenantId, of.asset.id],
    );
    return rows.length > 0;
  }

  async delete(manager: EntityManager, id: string): Promise<void> {
    await manager.query('UPDATE tenant_assets SET deleted_at = now() WHERE id = $1', [id]);
  }
}

async function one(
  manager: EntityManager,
  condition: string,
  parameters: unknown[],
): Promise<TenantAsset | undefined> {
  const [row] = await manager.query<Row[]>(
    `SELECT ${COLUMNS} FROM ${TABLES} WHERE ${condition}`,
    parameters,
  );
  return row && toTenantAsset(row);
}

function toTenantAsset(row: Row): TenantAsset {
  const { id, tenantId, assetId, code, scale, createdAt } = row;
  return {
    id,
    tenantId,
    asset: { id: assetId, code, scale },
    withdrawalThreshold: toAmount(row.withdrawalThreshold),
    liquidityThreshold: toAmount(row.liquidityThreshold),
    createdAt,
  };
}

function toAmount(column: string | null): bigint | undefined {
  return column === null ? undefined : BigInt(column);
}

function thresholdColumns({ withdrawalThreshold, liquidityThreshold }: Thresholds) {
  return [withdrawalThreshold?.toString() ?? null, liquidityThreshold?.toString() ?? null];
}
