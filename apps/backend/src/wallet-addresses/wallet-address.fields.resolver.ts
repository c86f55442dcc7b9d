import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { DataSource } from 'typeorm';
import { page, type Page, type PageArguments } from '../admin-api/page.js';
import type { AdditionalProperty } from './properties/additional-property.js';
import { AdditionalProperties } from './properties/additional-properties.js';
import { keyNode, type WalletAddressKeyNode } from './keys/wallet-address-key.node.js';
import { WalletAddressKeysRepository } from './keys/wallet-address-keys.repository.js';
import type { WalletAddressNode } from './wallet-address.node.js';
import { WalletAddressesRepository, type TenantAssetRow } from './wallet-addresses.repository.js';

type AssetNode = Omit<TenantAssetRow, 'createdAt'> & { createdAt: string };

/** Whoever was told of a wallet address may know all of it. */
@Resolver('WalletAddress')
export class WalletAddressFieldsResolver {
  constructor(
    private readonly dataSource: DataSource,
    private readonly properties: AdditionalProperties,
    private readonly keys: WalletAddressKeysRepository,
    private readonly repository: WalletAddressesRepository,
  ) {}

  @ResolveField()
  async asset(@Parent() { tenantId, ledgerAssetId }: WalletAddressNode): Promise<AssetNode> {
    const { manager } = this.dataSource;
    const found = await this.repository.tenantAsset(manager, { tenantId, ledgerAssetId });
    if (found === undefined) throw new Error(`tenant ${tenantId} has no asset ${ledgerAssetId}`);
    return { ...found, createdAt: found.createdAt.toISOString() };
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
