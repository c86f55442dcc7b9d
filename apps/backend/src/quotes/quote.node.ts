import type { Quote as QuoteType } from '../admin-api/schema.types.js';
import { toAmount } from '../money.js';
import type { Quote } from './quote.js';

/** Amounts are strings of digits here. */
export type QuoteNode = Omit<QuoteType, 'debitAmount' | 'receiveAmount'> & {
  debitAmount: ReturnType<typeof toAmount>;
  receiveAmount: ReturnType<typeof toAmount>;
};

export function quoteNode(quote: Quote): QuoteNode {
  return {
    id: quote.id,
    tenantId: quote.tenantId,
    walletAddressId: quote.walletAddressId,
    receiver: quote.receiver,
    debitAmount: toAmount(quote.debit, quote.asset),
    receiveAmount: toAmount(quote.receive, quote.receiveAsset),
    createdAt: quote.createdAt.toISOString(),
    expiresAt: quote.expiresAt.toISOString(),
    estimatedExchangeRate: rateOf(quote),
  };
}

/** A float as Rafiki tells it, to look at: what is paid are the amounts. */
function rateOf({ rate }: Quote): number {
  return rate === undefined ? 1 : Number(rate.numerator) / Number(rate.denominator);
}
