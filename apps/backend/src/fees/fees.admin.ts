import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { AdminDoor } from '../admin-api/admin-door.js';
import { badInput } from '../admin-api/admin-api.error.js';
import type { Caller } from '../admin-api/caller.js';
import { page, type Page, type PageArguments } from '../admin-api/page.js';
import type { SetFeeInput } from '../admin-api/schema.types.js';
import { TenantAssets } from '../assets/tenant-assets.service.js';
import { BASIS_POINTS, type Fee, type FeeType } from './fee.js';
import { FeesRepository } from './fees.repository.js';
import { Fees } from './fees.service.js';

/** Fees for those who ask over the Admin API: as they are stored, never as remembered. */
@Injectable()
export class FeesAdmin {
  constructor(
    private readonly dataSource: DataSource,
    private readonly door: AdminDoor,
    private readonly assets: TenantAssets,
    private readonly fees: Fees,
    private readonly repository: FeesRepository,
  ) {}

  /** Holds for what is quoted from now on; at other instances within a second. */
  async set(caller: Caller, input: SetFeeInput): Promise<Fee> {
    const { assetId, type, fee, idempotencyKey: key } = input;
    const { fixed, basisPoints } = fee;
    if (basisPoints < 0 || BigInt(basisPoints) > BASIS_POINTS) {
      throw badInput(`basisPoints are 0 to ${BASIS_POINTS}`);
    }
    const id = uuidv7();
    const call = { caller, key, operation: 'setFee', input, reference: id };
    const made = await this.door.once(call, {
      look: () => Promise.resolve(),
      first: async ({ manager }) => {
        const { id: tenantAssetId } = await this.assets.hold(manager, caller, assetId);
        return this.fees.set(manager, { id, tenantAssetId, type, fixed, basisPoints });
      },
      again: (reference) => this.made(reference),
    });
    await this.fees.reload();
    return made;
  }

  page<Node>(
    tenantAssetId: string,
    args: PageArguments,
    nodeOf: (fee: Fee) => Node,
  ): Promise<Page<Node>> {
    const { manager } = this.dataSource;
    return page(args, (slice) => this.repository.page(manager, tenantAssetId, slice), nodeOf);
  }

  newest(tenantAssetId: string, type: FeeType): Promise<Fee | undefined> {
    return this.repository.newest(this.dataSource.manager, tenantAssetId, type);
  }

  private async made(id: string): Promise<Fee> {
    const fee = await this.repository.byId(this.dataSource.manager, id);
    if (fee === undefined) throw new Error(`the fee ${id} was made and is not there`);
    return fee;
  }
}
