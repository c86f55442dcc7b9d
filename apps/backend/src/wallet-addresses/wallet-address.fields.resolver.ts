import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { DataSource } from 'typeorm';
import { page, type Page, type PageArguments } from '../admin-api/page.js';
import { assetNode, type AssetNode } from '../assets/asset.node.js';
import { TenantAssets } from '../assets/tenant-assets.service.js';
import type { AdditionalProperty } from './properties/additional-property.js';
import { AdditionalProperties } from './properties/additional-properties.js';
import { keyNode, type WalletAddressKeyNode } from './keys/wallet-address-key.node.js';
import { WalletAddressKeysRepository } from './keys/wallet-address-keys.repository.js';
import type { WalletAddressNode } from './wallet-address.node.js';

/** Whoever was told of a wallet address may know all of it. */
@Resolver('WalletAddress')
export class WalletAddressFieldsResolver {
  constructor(
    private readonly dataSource: DataSource,
    private readonly properties: AdditionalProperties,
    private readonly keys: WalletAddressKeysRepository,
    private readonly assets: TenantAssets,
  ) {}

  @ResolveField()
  async asset(@Parent() { tenantId, ledgerAssetId }: WalletAddressNode): Promise<AssetNode> {
    const found = await this.assets.ofLedger({ tenantId, assetId: ledgerAssetId });
    if (found === undefined) throw new Error(`tenant ${tenantId} has no asset ${ledgerAssetId}`);
    return assetNode(found);
  }

  @ResolveField()
  liquidity(): bigint {
    return 0n;
  }

  @ResolveField()
  additionalProperties(@Parent() { id }: WalletAddressNode): Promise<AdditionalProperty[]> {
    return this.properties.read(this.dataSource.manager, id);
  }

  @ResolveField()
  walletAddressKeys(
    @Parent() { id }: WalletAddressNode,
    @Args() args: PageArguments,
  ): Promise<Page<WalletAddressKeyNode>> {
    return page(args, (slice) => this.keys.page(this.dataSource.manager, id, slice), keyNode);
  }
}
