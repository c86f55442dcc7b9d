import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { DataSource } from 'typeorm';
import { FromCaller, type Caller } from '../admin-api/caller.js';
import type { Page, PageArguments } from '../admin-api/page.js';
import type {
  CancelOutgoingPaymentInput,
  CreateOutgoingPaymentFromIncomingPaymentInput,
  CreateOutgoingPaymentInput,
  DepositOutgoingPaymentLiquidityInput,
  LiquidityMutationResponse,
  OutgoingPaymentFilter,
} from '../admin-api/schema.types.js';
import { Ledger } from '../ledger/ledger.service.js';
import { quoteNode, type QuoteNode } from '../quotes/quote.node.js';
import { QuotesRepository } from '../quotes/quotes.repository.js';
import { outgoingPaymentNode, type OutgoingPaymentNode } from './outgoing-payment.node.js';
import { OutgoingPaymentsAdmin } from './outgoing-payments.admin.js';

interface ListArguments extends PageArguments {
  tenantId?: string | null;
  filter?: OutgoingPaymentFilter | null;
}

@Resolver('OutgoingPayment')
export class OutgoingPaymentsResolver {
  constructor(
    private readonly payments: OutgoingPaymentsAdmin,
    private readonly quotes: QuotesRepository,
    private readonly ledger: Ledger,
    private readonly dataSource: DataSource,
  ) {}

  @Query()
  async outgoingPayment(@FromCaller() caller: Caller, @Args('id') id: string) {
    return outgoingPaymentNode(await this.payments.get(caller, id));
  }

  @Query()
  outgoingPayments(
    @FromCaller() caller: Caller,
    @Args() args: ListArguments,
  ): Promise<Page<OutgoingPaymentNode>> {
    return this.payments.list(caller, args, outgoingPaymentNode);
  }

  @Mutation()
  async createOutgoingPayment(
    @FromCaller() caller: Caller,
    @Args('input') input: CreateOutgoingPaymentInput,
  ) {
    return { payment: outgoingPaymentNode(await this.payments.createFromQuote(caller, input)) };
  }

  @Mutation()
  async createOutgoingPaymentFromIncomingPayment(
    @FromCaller() caller: Caller,
    @Args('input') input: CreateOutgoingPaymentFromIncomingPaymentInput,
  ) {
    const payment = await this.payments.createFromIncomingPayment(caller, input);
    return { payment: outgoingPaymentNode(payment) };
  }

  @Mutation()
  async depositOutgoingPaymentLiquidity(
    @FromCaller() caller: Caller,
    @Args('input') input: DepositOutgoingPaymentLiquidityInput,
  ): Promise<LiquidityMutationResponse> {
    await this.payments.deposit(caller, input);
    return { success: true };
  }

  @Mutation()
  async cancelOutgoingPayment(
    @FromCaller() caller: Caller,
    @Args('input') input: CancelOutgoingPaymentInput,
  ) {
    return { payment: outgoingPaymentNode(await this.payments.cancel(caller, input)) };
  }

  @ResolveField()
  async quote(@Parent() { id }: OutgoingPaymentNode): Promise<QuoteNode | undefined> {
    const quote = (await this.quotes.find(this.dataSource.manager, [id])).get(id);
    return quote && quoteNode(quote);
  }

  @ResolveField()
  async liquidity(@Parent() { id }: OutgoingPaymentNode): Promise<bigint | undefined> {
    return (await this.ledger.balances(this.dataSource.manager, [id])).get(id);
  }
}
