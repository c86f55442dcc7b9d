import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { FromCaller, type Caller } from '../admin-api/caller.js';
import type { Page, PageArguments } from '../admin-api/page.js';
import type { SetFeeInput } from '../admin-api/schema.types.js';
import type { AssetNode } from '../assets/asset.node.js';
import { feeNode, type FeeNode } from './fee.node.js';
import { FeesAdmin } from './fees.admin.js';

/** What an asset's payments cost, as its fields. */
@Resolver('Asset')
export class FeesResolver {
  constructor(private readonly fees: FeesAdmin) {}

  @Mutation()
  async setFee(
    @FromCaller() caller: Caller,
    @Args('input') input: SetFeeInput,
  ): Promise<{ fee: FeeNode }> {
    return { fee: feeNode(await this.fees.set(caller, input)) };
  }

  @ResolveField('fees')
  all(@Parent() { id }: AssetNode, @Args() args: PageArguments): Promise<Page<FeeNode>> {
    return this.fees.page(id, args, feeNode);
  }

  @ResolveField()
  async sendingFee(@Parent() { id }: AssetNode): Promise<FeeNode | undefined> {
    const fee = await this.fees.newest(id, 'SENDING');
    return fee && feeNode(fee);
  }

  @ResolveField()
  async receivingFee(@Parent() { id }: AssetNode): Promise<FeeNode | undefined> {
    const fee = await this.fees.newest(id, 'RECEIVING');
    return fee && feeNode(fee);
  }
}
