import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { FromCaller, type Caller } from '../../admin-api/caller.js';
import type {
  CreateWalletAddressKeyInput,
  RevokeWalletAddressKeyInput,
} from '../../admin-api/schema.types.js';
import { keyNode, type WalletAddressKeyNode } from './wallet-address-key.node.js';
import { WalletAddressKeys } from './wallet-address-keys.service.js';

@Resolver()
export class WalletAddressKeysResolver {
  constructor(private readonly keys: WalletAddressKeys) {}

  @Mutation()
  async createWalletAddressKey(
    @FromCaller() caller: Caller,
    @Args('input') input: CreateWalletAddressKeyInput,
  ): Promise<{ walletAddressKey: WalletAddressKeyNode }> {
    return { walletAddressKey: keyNode(await this.keys.create(caller, input)) };
  }

  @Mutation()
  async revokeWalletAddressKey(
    @FromCaller() caller: Caller,
    @Args('input') input: RevokeWalletAddressKeyInput,
  ): Promise<{ walletAddressKey: WalletAddressKeyNode }> {
    return { walletAddressKey: keyNode(await this.keys.revoke(caller, input)) };
  }
}
