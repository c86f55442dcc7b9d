import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { FromCaller, type Caller } from '../admin-api/caller.js';
import type { CreateQuoteInput } from '../admin-api/schema.types.js';
import { quoteNode, type QuoteNode } from './quote.node.js';
import { QuotesAdmin } from './quotes.admin.js';

@Resolver('Quote')
export class QuotesResolver {
  constructor(private readonly quotes: QuotesAdmin) {}

  @Query()
  async quote(@FromCaller() caller: Caller, @Args('id') id: string): Promise<QuoteNode> {
    return quoteNode(await this.quotes.get(caller, id));
  }

  @Mutation()
  async createQuote(
    @FromCaller() caller: Caller,
    @Args('input') input: CreateQuoteInput,
  ): Promise<{ quote: QuoteNode }> {
    return { quote: quoteNode(await this.quotes.create(caller, input)) };
  }
}
