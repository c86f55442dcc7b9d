import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { FromCaller, type Caller } from '../admin-api/caller.js';
import type {
  CreateAssetLiquidityWithdrawalInput,
  DepositAssetLiquidityInput,
  LiquidityMutationResponse,
} from '../admin-api/schema.types.js';
import { LiquidityAdmin } from './liquidity.admin.js';

const SUCCESS: LiquidityMutationResponse = { success: true };

@Resolver()
export class LiquidityResolver {
  constructor(private readonly liquidity: LiquidityAdmin) {}

  @Mutation()
  async depositAssetLiquidity(
    @FromCaller() caller: Caller,
    @Args('input') input: DepositAssetLiquidityInput,
  ): Promise<LiquidityMutationResponse> {
    await this.liquidity.deposit(caller, input);
    return SUCCESS;
  }

  @Mutation()
  async createAssetLiquidityWithdrawal(
    @FromCaller() caller: Caller,
    @Args('input') input: CreateAssetLiquidityWithdrawalInput,
  ): Promise<LiquidityMutationResponse> {
    await this.liquidity.withdraw(caller, input);
    return SUCCESS;
  }
}
