import { Injectable } from '@nestjs/common';
import { RefusalCode, type Amount } from '@tapmesh/events';
import type { Transaction } from '@tapmesh/messaging';
import { v7 as uuidv7 } from 'uuid';
import { BackendConfig } from '../backend.config.js';
import { incomingPaymentUrl } from '../incoming-payments/incoming-payment.url.js';
import { IncomingPaymentsRepository } from '../incoming-payments/incoming-payments.repository.js';
import type { WalletAddress } from '../wallet-addresses/wallet-address.js';
import { quote, type Quote } from './quote.js';
import { QuotesRepository } from './quotes.repository.js';

export interface AskedQuote {
  sender: WalletAddress;
  incomingPaymentId: string;
  /** What is to be spent or received; what the receiver asks for, where neither is said. */
  debitAmount?: Amount;
  receiveAmount?: Amount;
}

/** A quote that stands alone, until a payment is made from it under its id. */
@Injectable()
export class QuotesCreation {
  constructor(
    private readonly config: BackendConfig,
    private readonly repository: QuotesRepository,
    private readonly incomingPayments: IncomingPaymentsRepository,
  ) {}

  async create(
    tx: Transaction,
    { sender, incomingPaymentId, debitAmount, receiveAmount }: AskedQuote,
  ): Promise<{ quote: Quote } | { refusal: RefusalCode }> {
    const { payments, now } = await this.incomingPayments.findNow(tx.manager, [incomingPaymentId]);
    const payment = payments.get(incomingPaymentId);
    if (!sender.active) return { refusal: RefusalCode.InactiveWalletAddress };
    if (payment === undefined) return { refusal: RefusalCode.UnknownPayment };
    const quoted = quote({
      id: uuidv7(),
      sender,
      receiver: {
        payment,
        url: incomingPaymentUrl(this.config.walletAddressBaseUrl, incomingPaymentId),
      },
      asked: { debit: debitAmount, receive: receiveAmount },
      terms: {},
      lifespanMs: this.config.quoteLifespanMs,
      now,
    });
    if ('quote' in quoted) tx.withCommit(this.repository.insert(tx.manager, [quoted.quote]));
    return quoted;
  }
}
