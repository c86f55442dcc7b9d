import { Injectable } from '@nestjs/common';
import { RefusalCode } from '@tapmesh/events';
import type { Transaction } from '@tapmesh/messaging';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { isRefusal } from '../admin-api/refusals.js';
import { BackendConfig } from '../backend.config.js';
import { ExchangeRates } from '../exchange-rates/exchange-rates.service.js';
import { Fees } from '../fees/fees.service.js';
import type { IncomingPayment } from '../incoming-payments/incoming-payment.js';
import { incomingPaymentUrl } from '../incoming-payments/incoming-payment.url.js';
import { IncomingPaymentsRepository } from '../incoming-payments/incoming-payments.repository.js';
import type { Asset } from '../money.js';
import { assetOf, type WalletAddress } from '../wallet-addresses/wallet-address.js';
import { quote, type AskedAmounts, type Quoted, type QuoteTerms } from './quote.js';
import { QuotesRepository } from './quotes.repository.js';

export interface Pair {
  sender: WalletAddress;
  receiveAsset: Asset;
}

export interface AskedQuote {
  sender: WalletAddress;
  incomingPaymentId: string;
  asked: Pick<AskedAmounts, 'debit' | 'receive'>;
  /** Of the quote and of its payment; made up where it is left out. */
  id?: string;
}

interface SeenForQuote {
  payments: Map<string, IncomingPayment>;
  now: Date;
}

/** What moving money costs just now, and quotes of it. */
@Injectable()
export class Quoting {
  constructor(
    private readonly config: BackendConfig,
    private readonly exchangeRates: ExchangeRates,
    private readonly fees: Fees,
    private readonly quotes: QuotesRepository,
    private readonly incomingPayments: IncomingPaymentsRepository,
  ) {}

  /** Before the transaction, where it may be waited for: has the rates told that nobody has heard yet. */
  prepare({ sender, receiveAsset }: Pair): Promise<void> {
    const { tenantId } = sender;
    return this.exchangeRates.prepare({ tenantId, from: assetOf(sender), to: receiveAsset });
  }

  /**
   * Tries it once more where it was refused for want of a rate, when the provider has been asked: most
   * payments are within one asset, and need not ask which assets these are first.
   */
  async withRates<T>(
    manager: EntityManager,
    { sender, incomingPaymentId }: Pick<AskedQuote, 'sender' | 'incomingPaymentId'>,
    attempt: () => Promise<T>,
  ): Promise<T> {
    try {
      return await attempt();
    } catch (error) {
      if (!isRefusal(error, RefusalCode.RateUnavailable)) throw error;
      const found = await this.incomingPayments.find(manager, [incomingPaymentId]);
      const receiveAsset = found.get(incomingPaymentId)?.asset;
      if (receiveAsset === undefined) throw error;
      await this.prepare({ sender, receiveAsset });
      return attempt();
    }
  }

  /** From memory alone: a payment waits for nobody because of them. */
  terms({ sender, receiveAsset }: Pair): QuoteTerms {
    const { tenantId, assetId } = sender;
    return {
      rate: this.exchangeRates.between({ tenantId, from: assetOf(sender), to: receiveAsset }),
      fee: this.fees.current({ tenantId, assetId }, 'SENDING'),
    };
  }

  /** What a quote is made of: what it is to pay, and what time it is. */
  look({ manager }: Transaction, incomingPaymentId: string): Promise<SeenForQuote> {
    return this.incomingPayments.findNow(manager, [incomingPaymentId]);
  }

  /** A quote that stands alone, until a payment is made from it under its id. */
  create(
    tx: Transaction,
    { sender, incomingPaymentId, asked, id = uuidv7() }: AskedQuote,
    { payments, now }: SeenForQuote,
  ): Quoted {
    const payment = payments.get(incomingPaymentId);
    if (!sender.active) return { refusal: RefusalCode.InactiveWalletAddress };
    if (payment === undefined) return { refusal: RefusalCode.UnknownPayment };
    const quoted = quote({
      id,
      sender,
      receiver: {
        payment,
        url: incomingPaymentUrl(this.config.walletAddressBaseUrl, incomingPaymentId),
      },
      asked,
      terms: this.terms({ sender, receiveAsset: payment.asset }),
      lifespanMs: this.config.quoteLifespanMs,
      now,
    });
    if ('quote' in quoted) tx.withCommit(this.quotes.insert(tx.manager, [quoted.quote]));
    return quoted;
  }
}
