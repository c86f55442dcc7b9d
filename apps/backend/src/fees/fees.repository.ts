import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Slice } from '../paging/slice.js';
import { readSlice } from '../paging/keyset.js';
import type { Fee, FeeType } from './fee.js';

export interface CurrentFee extends Fee {
  tenantId: string;
  /** The ledger's asset. */
  assetId: string;
}

interface FeeRow {
  id: string;
  tenantAssetId: string;
  type: FeeType;
  fixed: string;
  basisPoints: number;
  createdAt: Date;
}

const FEE = `
  f.id, f.tenant_asset_id AS "tenantAssetId", f.type, f.fixed, f.basis_points AS "basisPoints",
  f.created_at AS "createdAt"`;

@Injectable()
export class FeesRepository {
  async insert(manager: EntityManager, fee: Omit<Fee, 'createdAt'>): Promise<Fee> {
    const { id, tenantAssetId, type, fixed, basisPoints } = fee;
    const [{ createdAt }] = await manager.query<[{ createdAt: Date }]>(
      `INSERT INTO fees (id, tenant_asset_id, type, fixed, basis_points)
       VALUES ($1, $2, $3, $4, $5) RETURNING created_at AS "createdAt"`,
      [id, tenantAssetId, type, fixed.toString(), basisPoints],
    );
    return { ...fee, createdAt };
  }

  async byId(manager: EntityManager, id: string): Promise<Fee | undefined> {
    const [row] = await manager.query<FeeRow[]>(`SELECT ${FEE} FROM fees f WHERE f.id = $1`, [id]);
    return row && toFee(row);
  }

  async newest(
    manager: EntityManager,
    tenantAssetId: string,
    type: FeeType,
  ): Promise<Fee | undefined> {
    const [row] = await manager.query<FeeRow[]>(
      `SELECT ${FEE} FROM fees f WHERE f.tenant_asset_id = $1 AND f.type = $2
       ORDER BY f.created_at DESC, f.id DESC LIMIT 1`,
      [tenantAssetId, type],
    );
    return row && toFee(row);
  }

  /** The newest of each kind of every asset in use. */
  async current(manager: EntityManager): Promise<CurrentFee[]> {
    const rows = await manager.query<(FeeRow & { tenantId: string; assetId: string })[]>(
      `SELECT DISTINCT ON (f.tenant_asset_id, f.type) ${FEE},
         t.tenant_id AS "tenantId", t.asset_id AS "assetId"
       FROM fees f JOIN tenant_assets t ON t.id = f.tenant_asset_id
       WHERE t.deleted_at IS NULL
       ORDER BY f.tenant_asset_id, f.type, f.created_at DESC, f.id DESC`,
    );
    return rows.map((row) => ({ ...row, fixed: BigInt(row.fixed) }));
  }

  /** An asset's, of both kinds. */
  async page(manager: EntityManager, tenantAssetId: string, slice: Slice): Promise<Fee[]> {
    const rows = await readSlice<FeeRow>(
      manager,
      {
        table: 'fees f',
        alias: 'f',
        columns: FEE,
        leading: [
          { column: 'tenant_asset_id', values: 'ARRAY[$1::uuid]' },
          { column: 'type', values: `ARRAY['SENDING', 'RECEIVING']` },
        ],
        cursorTime: 'SELECT created_at FROM fees WHERE id = $cursor AND tenant_asset_id = $1::uuid',
      },
      { ...slice, parameters: [tenantAssetId] },
    );
    return rows.map(toFee);
  }
}

function toFee(row: FeeRow): Fee {
  return { ...row, fixed: BigInt(row.fixed) };
}
