import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { DataSource } from 'typeorm';
import { FromCaller, type Caller } from '../admin-api/caller.js';
import { page, type Page, type PageArguments } from '../admin-api/page.js';
import type {
  CreateAssetInput,
  DeleteAssetInput,
  UpdateAssetInput,
} from '../admin-api/schema.types.js';
import { Ledger } from '../ledger/ledger.service.js';
import { availableIn } from '../liquidity/liquidity-in-hand.js';
import { liquidityAccountId } from '../liquidity/liquidity.js';
import { assetNode, type AssetNode } from './asset.node.js';
import { TenantAssets } from './tenant-assets.service.js';

@Resolver('Asset')
export class AssetsResolver {
  constructor(
    private readonly assetsOfTenants: TenantAssets,
    private readonly ledger: Ledger,
    private readonly dataSource: DataSource,
  ) {}

  @Query()
  async asset(@FromCaller() caller: Caller, @Args('id') id: string): Promise<AssetNode> {
    return assetNode(await this.assetsOfTenants.get(caller, id));
  }

  @Query()
  async assetByCodeAndScale(
    @FromCaller() caller: Caller,
    @Args('code') code: string,
    @Args('scale') scale: number,
  ): Promise<AssetNode | undefined> {
    const asset = await this.assetsOfTenants.byCodeAndScale(caller, code, scale);
    return asset && assetNode(asset);
  }

  @Query()
  assets(
    @FromCaller() caller: Caller,
    @Args() args: PageArguments & { tenantId?: string | null },
  ): Promise<Page<AssetNode>> {
    const read = (slice: Parameters<TenantAssets['page']>[2]) =>
      this.assetsOfTenants.page(caller, args.tenantId, slice);
    return page(args, read, assetNode);
  }

  @Mutation()
  async createAsset(@FromCaller() caller: Caller, @Args('input') input: CreateAssetInput) {
    return { asset: assetNode(await this.assetsOfTenants.create(caller, input)) };
  }

  @Mutation()
  async updateAsset(@FromCaller() caller: Caller, @Args('input') input: UpdateAssetInput) {
    return { asset: assetNode(await this.assetsOfTenants.update(caller, input)) };
  }

  @Mutation()
  async deleteAsset(@FromCaller() caller: Caller, @Args('input') input: DeleteAssetInput) {
    return { asset: assetNode(await this.assetsOfTenants.delete(caller, input)) };
  }

  /** What may be taken out or converted now: what is reserved is spoken for. */
  @ResolveField()
  async liquidity(@Parent() { tenantId, ledgerAssetId }: AssetNode): Promise<bigint> {
    const id = liquidityAccountId({ tenantId, assetId: ledgerAssetId });
    const account = (await this.ledger.accounts(this.dataSource.manager, [id])).get(id);
    return account === undefined ? 0n : availableIn(account);
  }
}
