import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { DataSource } from 'typeorm';
import { page, type Page, type PageArguments } from '../admin-api/page.js';
import type { IncomingPaymentFilter } from '../admin-api/schema.types.js';
import {
  incomingPaymentNode,
  type IncomingPaymentNode,
} from '../incoming-payments/incoming-payment.node.js';
import { IncomingPaymentsAdmin } from '../incoming-payments/incoming-payments.admin.js';
import { IncomingPaymentsPages } from '../incoming-payments/incoming-payments.pages.js';
import {
  outgoingPaymentNode,
  type OutgoingPaymentNode,
} from '../outgoing-payments/outgoing-payment.node.js';
import { OutgoingPaymentsPages } from '../outgoing-payments/outgoing-payments.pages.js';
import { quoteNode, type QuoteNode } from '../quotes/quote.node.js';
import { QuotesPages } from '../quotes/quotes.pages.js';
import type { WalletAddressNode } from './wallet-address.node.js';

/** What was paid at a wallet address and from it. */
@Resolver('WalletAddress')
export class WalletAddressPaymentsResolver {
  constructor(
    private readonly dataSource: DataSource,
    private readonly incoming: IncomingPaymentsPages,
    private readonly incomingAdmin: IncomingPaymentsAdmin,
    private readonly outgoing: OutgoingPaymentsPages,
    private readonly quotesPages: QuotesPages,
  ) {}

  @ResolveField()
  incomingPayments(
    @Parent() { id: walletAddressId, tenantId }: WalletAddressNode,
    @Args() { filter, ...args }: PageArguments & { filter?: IncomingPaymentFilter | null },
  ): Promise<Page<IncomingPaymentNode>> {
    const { in: wanted, notIn } = filter?.initiatedBy ?? {};
    const initiatedBy = { in: wanted ?? undefined, notIn: notIn ?? undefined };
    const query = { tenantId, walletAddressId, initiatedBy };
    return page(
      args,
      (slice) => this.incoming.read(this.dataSource.manager, query, slice),
      (payment) => incomingPaymentNode(payment, this.incomingAdmin.urlOf(payment)),
    );
  }

  @ResolveField()
  outgoingPayments(
    @Parent() { id, tenantId }: WalletAddressNode,
    @Args() args: PageArguments,
  ): Promise<Page<OutgoingPaymentNode>> {
    const query = { tenantId, walletAddressId: { in: [id] } };
    return page(
      args,
      (slice) => this.outgoing.read(this.dataSource.manager, query, slice),
      outgoingPaymentNode,
    );
  }

  @ResolveField()
  quotes(
    @Parent() { id: walletAddressId, tenantId }: WalletAddressNode,
    @Args() args: PageArguments,
  ): Promise<Page<QuoteNode>> {
    const query = { tenantId, walletAddressId };
    return page(
      args,
      (slice) => this.quotesPages.read(this.dataSource.manager, query, slice),
      quoteNode,
    );
  }
}
