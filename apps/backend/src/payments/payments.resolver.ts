import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { DataSource } from 'typeorm';
import { validate as isUuid } from 'uuid';
import { FromCaller, listedTenant, type Caller } from '../admin-api/caller.js';
import { page, type Page, type PageArguments } from '../admin-api/page.js';
import type {
  FilterString,
  Payment as PaymentType,
  PaymentFilter,
} from '../admin-api/schema.types.js';
import { Ledger } from '../ledger/ledger.service.js';
import type { Payment } from './payment.js';
import { PaymentsPages } from './payments.pages.js';

export type PaymentNode = Omit<PaymentType, 'tenant' | 'liquidity'> & { tenantId: string };

interface ListArguments extends PageArguments {
  tenantId?: string | null;
  filter?: PaymentFilter | null;
}

@Resolver('Payment')
export class PaymentsResolver {
  constructor(
    private readonly pages: PaymentsPages,
    private readonly ledger: Ledger,
    private readonly dataSource: DataSource,
  ) {}

  @Query()
  payments(
    @FromCaller() caller: Caller,
    @Args() { tenantId, filter, ...args }: ListArguments,
  ): Promise<Page<PaymentNode>> {
    const query = {
      tenantId: listedTenant(caller, tenantId),
      type: given(filter?.type),
      walletAddressId: given(filter?.walletAddressId, isUuid),
    };
    return page(args, (slice) => this.pages.read(this.dataSource.manager, query, slice), node);
  }

  @ResolveField()
  async liquidity(@Parent() { id }: PaymentNode): Promise<bigint | undefined> {
    return (await this.ledger.balances(this.dataSource.manager, [id])).get(id);
  }
}

/** What cannot be in the column finds nothing, and leaves out nothing. */
function given(
  filter: FilterString | null | undefined,
  isPossible: (value: string) => boolean = () => true,
): { in?: string[]; notIn?: string[] } | undefined {
  return filter
    ? { in: filter.in?.filter(isPossible), notIn: filter.notIn?.filter(isPossible) }
    : undefined;
}

function node(payment: Payment): PaymentNode {
  return { ...payment, createdAt: payment.createdAt.toISOString() };
}
