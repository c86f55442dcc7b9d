import { Injectable } from '@nestjs/common';
import type { Amount } from '@tapmesh/events';
import { DataSource } from 'typeorm';
import { validate as isUuid, v7 as uuidv7 } from 'uuid';
import { badInput, notFound } from '../admin-api/admin-api.error.js';
import { AdminDoor } from '../admin-api/admin-door.js';
import { maySee, type Caller } from '../admin-api/caller.js';
import { refusalError } from '../admin-api/refusals.js';
import type { AmountInput, CreateQuoteInput } from '../admin-api/schema.types.js';
import { BackendConfig } from '../backend.config.js';
import { canonicalId } from '../identifier.js';
import { incomingPaymentIdOf } from '../incoming-payments/incoming-payment.url.js';
import { WalletAddresses } from '../wallet-addresses/wallet-addresses.service.js';
import type { Quote } from './quote.js';
import { QuotesRepository } from './quotes.repository.js';
import { Quoting } from './quoting.service.js';
import { RecentQuotes } from './recent-quotes.js';

/** Quotes for those who ask over the Admin API. */
@Injectable()
export class QuotesAdmin {
  constructor(
    private readonly config: BackendConfig,
    private readonly dataSource: DataSource,
    private readonly door: AdminDoor,
    private readonly quotes: QuotesRepository,
    private readonly quoting: Quoting,
    private readonly recent: RecentQuotes,
    private readonly walletAddresses: WalletAddresses,
  ) {}

  /** @throws {AdminApiError} NOT_FOUND, also where it is another tenant's */
  async get(caller: Caller, id: string): Promise<Quote> {
    const found = isUuid(id)
      ? await this.quotes.find(this.dataSource.manager, [canonicalId(id)])
      : undefined;
    const quote = found?.get(canonicalId(id));
    if (quote === undefined || !maySee(caller, quote.tenantId)) throw notFound('quote');
    return quote;
  }

  async create(caller: Caller, input: CreateQuoteInput): Promise<Quote> {
    const sender = await this.sender(caller, input.walletAddressId);
    const incomingPaymentId = incomingPaymentIdOf(this.config.walletAddressBaseUrl, input.receiver);
    if (incomingPaymentId === undefined) {
      throw badInput('the receiver is no incoming payment of this backend');
    }
    const asked = { debit: toAmount(input.debitAmount), receive: toAmount(input.receiveAmount) };
    const id = uuidv7();
    const call = {
      caller,
      key: input.idempotencyKey,
      operation: 'createQuote',
      input,
      reference: id,
    };
    const attempt = () =>
      this.door.once(call, {
        look: (tx) => this.quoting.look(tx, incomingPaymentId),
        first: (tx, seen) => {
          const quoted = this.quoting.create(tx, { sender, incomingPaymentId, asked, id }, seen);
          if ('refusal' in quoted) throw refusalError(quoted.refusal, quoted.message);
          return quoted.quote;
        },
        again: (reference) => this.get(caller, reference),
      });
    const { manager } = this.dataSource;
    const quote = await this.quoting.withRates(manager, { sender, incomingPaymentId }, attempt);
    this.recent.remember(quote);
    return quote;
  }

  private async sender(caller: Caller, walletAddressId: string) {
    const id = canonicalId(walletAddressId);
    const found = isUuid(id)
      ? (await this.walletAddresses.byIds(this.dataSource.manager, [id])).get(id)
      : undefined;
    if (found === undefined || !maySee(caller, found.tenantId)) throw notFound('wallet address');
    return found;
  }
}

function toAmount(amount: AmountInput | null | undefined): Amount | undefined {
  return amount ? { ...amount, value: amount.value.toString() } : undefined;
}
