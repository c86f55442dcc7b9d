import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { FromCaller, type Caller } from '../admin-api/caller.js';
import type {
  CreateIncomingPaymentWithdrawalInput,
  CreateOutgoingPaymentWithdrawalInput,
  DepositEventLiquidityInput,
  LiquidityMutationResponse,
  PostLiquidityWithdrawalInput,
  VoidLiquidityWithdrawalInput,
  WithdrawEventLiquidityInput,
} from '../admin-api/schema.types.js';
import { WithdrawalsAdmin } from './withdrawals.admin.js';

const SUCCESS: LiquidityMutationResponse = { success: true };

@Resolver()
export class WithdrawalsResolver {
  constructor(private readonly withdrawals: WithdrawalsAdmin) {}

  @Mutation()
  async createIncomingPaymentWithdrawal(
    @FromCaller() caller: Caller,
    @Args('input') input: CreateIncomingPaymentWithdrawalInput,
  ): Promise<LiquidityMutationResponse> {
    const operation = 'createIncomingPaymentWithdrawal';
    const paymentId = input.incomingPaymentId;
    await this.withdrawals.fromIncoming(caller, { ...input, operation, paymentId, input });
    return SUCCESS;
  }

  @Mutation()
  async createOutgoingPaymentWithdrawal(
    @FromCaller() caller: Caller,
    @Args('input') input: CreateOutgoingPaymentWithdrawalInput,
  ): Promise<LiquidityMutationResponse> {
    const operation = 'createOutgoingPaymentWithdrawal';
    const paymentId = input.outgoingPaymentId;
    await this.withdrawals.fromOutgoing(caller, { ...input, operation, paymentId, input });
    return SUCCESS;
  }

  @Mutation()
  async postLiquidityWithdrawal(
    @FromCaller() caller: Caller,
    @Args('input') input: PostLiquidityWithdrawalInput,
  ): Promise<LiquidityMutationResponse> {
    await this.withdrawals.post(caller, input);
    return SUCCESS;
  }

  @Mutation()
  async voidLiquidityWithdrawal(
    @FromCaller() caller: Caller,
    @Args('input') input: VoidLiquidityWithdrawalInput,
  ): Promise<LiquidityMutationResponse> {
    await this.withdrawals.void(caller, input);
    return SUCCESS;
  }

  @Mutation()
  async depositEventLiquidity(
    @FromCaller() caller: Caller,
    @Args('input') { eventId, idempotencyKey }: DepositEventLiquidityInput,
  ): Promise<LiquidityMutationResponse> {
    await this.withdrawals.depositByEvent(caller, eventId, idempotencyKey);
    return SUCCESS;
  }

  @Mutation()
  async withdrawEventLiquidity(
    @FromCaller() caller: Caller,
    @Args('input') { eventId, idempotencyKey }: WithdrawEventLiquidityInput,
  ): Promise<LiquidityMutationResponse> {
    await this.withdrawals.byEvent(caller, eventId, idempotencyKey);
    return SUCCESS;
  }
}
