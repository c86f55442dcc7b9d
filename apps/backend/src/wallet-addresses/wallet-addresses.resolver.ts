import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { AdminApiError } from '../admin-api/admin-api.error.js';
import { FromCaller, type Caller } from '../admin-api/caller.js';
import type { Page, PageArguments } from '../admin-api/page.js';
import type {
  CreateWalletAddressInput,
  CreateWalletAddressWithdrawalInput,
  TriggerWalletAddressEventsMutationResponse,
  UpdateWalletAddressInput,
} from '../admin-api/schema.types.js';
import { walletAddressNode, type WalletAddressNode } from './wallet-address.node.js';
import { WalletAddressRegistry } from './wallet-address.registry.js';

@Resolver()
export class WalletAddressesResolver {
  constructor(private readonly registry: WalletAddressRegistry) {}

  @Query()
  async walletAddress(
    @FromCaller() caller: Caller,
    @Args('id') id: string,
  ): Promise<WalletAddressNode> {
    return walletAddressNode(await this.registry.get(caller, id));
  }

  @Query()
  async walletAddressByUrl(
    @FromCaller() caller: Caller,
    @Args('url') url: string,
  ): Promise<WalletAddressNode | null> {
    const found = await this.registry.byUrl(caller, url);
    return found === undefined ? null : walletAddressNode(found);
  }

  @Query()
  async walletAddresses(
    @FromCaller() caller: Caller,
    @Args() args: PageArguments & { tenantId?: string | null },
  ): Promise<Page<WalletAddressNode>> {
    const { edges, pageInfo } = await this.registry.list(caller, args);
    return {
      pageInfo,
      edges: edges.map(({ cursor, node }) => ({ cursor, node: walletAddressNode(node) })),
    };
  }

  @Mutation()
  async createWalletAddress(
    @FromCaller() caller: Caller,
    @Args('input') input: CreateWalletAddressInput,
  ): Promise<{ walletAddress: WalletAddressNode }> {
    return { walletAddress: walletAddressNode(await this.registry.create(caller, input)) };
  }

  @Mutation()
  async updateWalletAddress(
    @FromCaller() caller: Caller,
    @Args('input') input: UpdateWalletAddressInput,
  ): Promise<{ walletAddress: WalletAddressNode }> {
    return { walletAddress: walletAddressNode(await this.registry.update(caller, input)) };
  }

  /** What a wallet address receives, its incoming payments hold: it has nothing by itself. */
  @Mutation()
  async createWalletAddressWithdrawal(
    @FromCaller() caller: Caller,
    @Args('input') { walletAddressId }: CreateWalletAddressWithdrawalInput,
  ): Promise<never> {
    await this.registry.get(caller, walletAddressId);
    throw new AdminApiError('FORBIDDEN', 'Transfer amount is zero');
  }

  /** Nor is there anything to tell of it. */
  @Mutation()
  triggerWalletAddressEvents(): TriggerWalletAddressEventsMutationResponse {
    return { count: 0 };
  }
}
