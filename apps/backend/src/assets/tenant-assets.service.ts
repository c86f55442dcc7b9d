import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7, validate as isUuid } from 'uuid';
import { AdminApiError, badInput, notFound } from '../admin-api/admin-api.error.js';
import { listedTenant, madeFor, maySee, type Caller } from '../admin-api/caller.js';
import { IdempotencyKeys } from '../admin-api/idempotency/idempotency-keys.js';
import type {
  CreateAssetInput,
  DeleteAssetInput,
  UpdateAssetInput,
} from '../admin-api/schema.types.js';
import { Ledger } from '../ledger/ledger.service.js';
import { liquidityAccountId } from '../liquidity/liquidity.js';
import type { Slice } from '../paging/slice.js';
import type { TenantAsset, Thresholds } from './tenant-asset.js';
import { TenantAssetsRepository } from './tenant-assets.repository.js';

/** As amounts are told everywhere. */
const CODE = /^[A-Za-z0-9]{1,12}$/;
const MAX_SCALE = 18;

/** Assets as tenants deal in them. */
@Injectable()
export class TenantAssets {
  constructor(
    private readonly dataSource: DataSource,
    private readonly rows: TenantAssetsRepository,
    private readonly ledger: Ledger,
    private readonly keys: IdempotencyKeys,
  ) {}

  /** @throws {AdminApiError} NOT_FOUND where the caller has none of that id */
  async get(caller: Caller, id: string): Promise<TenantAsset> {
    return seen(
      caller,
      isUuid(id) ? await this.rows.inUse(this.dataSource.manager, id) : undefined,
    );
  }

  /** The same, which nobody deletes before the transaction ends. */
  async hold(manager: EntityManager, caller: Caller, id: string): Promise<TenantAsset> {
    return seen(caller, isUuid(id) ? await this.rows.inUse(manager, id, 'share') : undefined);
  }

  /** The caller's own, also where that is the operator. */
  byCodeAndScale(caller: Caller, code: string, scale: number): Promise<TenantAsset | undefined> {
    const { tenantId } = caller;
    if (!CODE.test(code)) return Promise.resolve(undefined);
    return this.rows.byCodeAndScale(this.dataSource.manager, { tenantId, code, scale });
  }

  /** What a tenant's wallet addresses in an asset of the ledger show. */
  ofLedger(of: { tenantId: string; assetId: string }): Promise<TenantAsset | undefined> {
    return this.rows.ofLedger(this.dataSource.manager, of);
  }

  async page(caller: Caller, asked: string | null | undefined, slice: Slice) {
    const tenantId = listedTenant(caller, asked);
    if (tenantId !== undefined && !isUuid(tenantId)) return [];
    return this.rows.page(this.dataSource.manager, tenantId, slice);
  }

  /** Makes the ledger's asset too, where nobody has dealt in it yet. */
  create(caller: Caller, input: CreateAssetInput): Promise<TenantAsset> {
    const tenantId = madeFor(caller, input.tenantId);
    const { code, scale, idempotencyKey: key } = input;
    if (!CODE.test(code)) throw badInput('`code` has 1 to 12 letters or digits');
    if (scale > MAX_SCALE) throw badInput(`\`scale\` is 0 to ${MAX_SCALE}`);
    return this.dataSource.transaction(async (manager) => {
      const id = uuidv7();
      const call = { caller, key, operation: 'createAsset', input, reference: id };
      const before = await this.keys.take(manager, call);
      if (before !== undefined) return this.made(manager, before);
      await this.holdTenant(manager, tenantId);
      const assetId = await this.rows.ledgerAsset(manager, code, scale);
      const thresholds = thresholdsOf(input);
      if (!(await this.rows.insert(manager, { id, tenantId, assetId, ...thresholds }))) {
        throw new AdminApiError('DUPLICATE', `the tenant has ${code} of scale ${scale} already`);
      }
      await this.ledger.settlementAccount(manager, [{ tenantId, assetId }]);
      return this.made(manager, id);
    });
  }

  /** Both thresholds are set: one that is left out is none. */
  update(caller: Caller, input: UpdateAssetInput): Promise<TenantAsset> {
    const { id, idempotencyKey: key } = input;
    return this.dataSource.transaction(async (manager) => {
      const call = { caller, key, operation: 'updateAsset', input, reference: id };
      const before = await this.keys.take(manager, call);
      if (before !== undefined) return this.made(manager, before);
      const { id: found } = await this.lock(manager, caller, id);
      await this.rows.setThresholds(manager, found, thresholdsOf(input));
      return this.made(manager, found);
    });
  }

  /** Only what no wallet address has and no money is in. */
  delete(caller: Caller, input: DeleteAssetInput): Promise<TenantAsset> {
    const { id, idempotencyKey: key } = input;
    return this.dataSource.transaction(async (manager) => {
      const call = { caller, key, operation: 'deleteAsset', input, reference: id };
      const before = await this.keys.take(manager, call);
      if (before !== undefined) return this.made(manager, before);
      const asset = await this.lock(manager, caller, id);
      if (
        (await this.rows.hasWalletAddresses(manager, asset)) ||
        (await this.hasLiquidity(manager, asset))
      ) {
        throw new AdminApiError(
          'FORBIDDEN',
          'the asset is in use: it has wallet addresses, or liquidity to withdraw first',
        );
      }
      await this.rows.delete(manager, asset.id);
      return asset;
    });
  }

  private async lock(manager: EntityManager, caller: Caller, id: string): Promise<TenantAsset> {
    return seen(caller, isUuid(id) ? await this.rows.inUse(manager, id, 'update') : undefined);
  }

  private async hasLiquidity(manager: EntityManager, of: TenantAsset): Promise<boolean> {
    const id = liquidityAccountId({ tenantId: of.tenantId, assetId: of.asset.id });
    const account = (await this.ledger.lock(manager, [id])).get(id);
    return account !== undefined && (account.posted !== 0n || account.reserved !== 0n);
  }

  private async holdTenant(manager: EntityManager, tenantId: string): Promise<void> {
    const found = isUuid(tenantId)
      ? await manager.query<unknown[]>(
          'SELECT FROM tenants WHERE id = $1 AND deleted_at IS NULL FOR SHARE',
          [tenantId],
        )
      : [];
    if (found.length === 0) throw notFound('tenant');
  }

  private async made(manager: EntityManager, id: string): Promise<TenantAsset> {
    const asset = await this.rows.byId(manager, id);
    if (asset === undefined) throw new Error(`the asset ${id} was made and is not there`);
    return asset;
  }
}

function seen(caller: Caller, asset: TenantAsset | undefined): TenantAsset {
  if (asset === undefined || !maySee(caller, asset.tenantId)) throw notFound('asset');
  return asset;
}

function thresholdsOf(input: {
  withdrawalThreshold?: bigint | null;
  liquidityThreshold?: bigint | null;
}): Thresholds {
  return {
    withdrawalThreshold: input.withdrawalThreshold ?? undefined,
    liquidityThreshold: input.liquidityThreshold ?? undefined,
  };
}
