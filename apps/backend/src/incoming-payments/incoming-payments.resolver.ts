import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { DataSource } from 'typeorm';
import { AdminApiError } from '../admin-api/admin-api.error.js';
import { FromCaller, type Caller } from '../admin-api/caller.js';
import type { Page, PageArguments } from '../admin-api/page.js';
import type {
  ApproveIncomingPaymentInput,
  CancelIncomingPaymentInput,
  ConfirmPartialIncomingPaymentInput,
  CreateIncomingPaymentInput,
  IncomingPaymentFilter,
  RejectPartialIncomingPaymentInput,
  UpdateIncomingPaymentInput,
} from '../admin-api/schema.types.js';
import { Ledger } from '../ledger/ledger.service.js';
import { incomingPaymentNode, type IncomingPaymentNode } from './incoming-payment.node.js';
import type { IncomingPayment } from './incoming-payment.js';
import { IncomingPaymentsAdmin } from './incoming-payments.admin.js';

interface ListArguments extends PageArguments {
  tenantId?: string | null;
  filter?: IncomingPaymentFilter | null;
}

@Resolver('IncomingPayment')
export class IncomingPaymentsResolver {
  constructor(
    private readonly payments: IncomingPaymentsAdmin,
    private readonly ledger: Ledger,
    private readonly dataSource: DataSource,
  ) {}

  @Query()
  async incomingPayment(@FromCaller() caller: Caller, @Args('id') id: string) {
    return this.node(await this.payments.get(caller, id));
  }

  @Query()
  incomingPayments(
    @FromCaller() caller: Caller,
    @Args() args: ListArguments,
  ): Promise<Page<IncomingPaymentNode>> {
    return this.payments.list(caller, args, (payment) => this.node(payment));
  }

  @Mutation()
  async createIncomingPayment(
    @FromCaller() caller: Caller,
    @Args('input') input: CreateIncomingPaymentInput,
  ) {
    return { payment: this.node(await this.payments.create(caller, input)) };
  }

  @Mutation()
  async updateIncomingPayment(
    @FromCaller() caller: Caller,
    @Args('input') input: UpdateIncomingPaymentInput,
  ) {
    return { payment: this.node(await this.payments.describe(caller, input)) };
  }

  @Mutation()
  async approveIncomingPayment(
    @FromCaller() caller: Caller,
    @Args('input') { id }: ApproveIncomingPaymentInput,
  ) {
    return { payment: this.node(await this.payments.approve(caller, id)) };
  }

  @Mutation()
  async cancelIncomingPayment(
    @FromCaller() caller: Caller,
    @Args('input') input: CancelIncomingPaymentInput,
  ) {
    return { payment: this.node(await this.payments.cancel(caller, input)) };
  }

  @Mutation()
  async confirmPartialIncomingPayment(
    @FromCaller() caller: Caller,
    @Args('input') { incomingPaymentId }: ConfirmPartialIncomingPaymentInput,
  ): Promise<never> {
    await this.payments.get(caller, incomingPaymentId);
    throw noPartsHeldBack();
  }

  @Mutation()
  async rejectPartialIncomingPayment(
    @FromCaller() caller: Caller,
    @Args('input') { incomingPaymentId }: RejectPartialIncomingPaymentInput,
  ): Promise<never> {
    await this.payments.get(caller, incomingPaymentId);
    throw noPartsHeldBack();
  }

  @ResolveField()
  async liquidity(@Parent() { id }: IncomingPaymentNode): Promise<bigint | undefined> {
    return (await this.ledger.balances(this.dataSource.manager, [id])).get(id);
  }

  private node(payment: IncomingPayment): IncomingPaymentNode {
    return incomingPaymentNode(payment, this.payments.urlOf(payment));
  }
}

/** Nothing is delivered in parts that somebody could still refuse: a payment arrives whole. */
function noPartsHeldBack(): AdminApiError {
  return new AdminApiError('FORBIDDEN', 'no part of a payment waits for a decision here');
}
