import { Injectable } from '@nestjs/common';
import { RefusalCode, type Amount, type Command, type Message } from '@tapmesh/events';
import { MessageFactory, type Transaction } from '@tapmesh/messaging';
import { BackendConfig } from '../backend.config.js';
import { askerOf, speaksFor } from '../commands/asker.js';
import { ACCEPTED, refused, type Outcome } from '../commands/outcome.js';
import { canonicalId, distinctIds } from '../identifier.js';
import { incomingPaymentUrl } from '../incoming-payments/incoming-payment.url.js';
import type { IncomingPayment } from '../incoming-payments/incoming-payment.js';
import { IncomingPaymentsRepository } from '../incoming-payments/incoming-payments.repository.js';
import type { Quote } from '../quotes/quote.js';
import { QuotesRepository } from '../quotes/quotes.repository.js';
import { Quoting } from '../quotes/quoting.service.js';
import { telling } from '../patience.js';
import type { WalletAddress } from '../wallet-addresses/wallet-address.js';
import { WalletAddresses } from '../wallet-addresses/wallet-addresses.service.js';
import {
  asksForTheSame,
  createOutgoingPayment,
  judgeConflict,
  type OutgoingPaymentCreation,
  type OutgoingPaymentRequest,
} from './outgoing-payment.create.js';
import { created } from './outgoing-payment.facts.js';
import type { FundingOutgoingPayment, OutgoingPayment } from './outgoing-payment.js';
import { OutgoingPaymentsRepository } from './outgoing-payments.repository.js';

type Create = Message<Command.CreateOutgoingPayment>;

interface Surroundings {
  senders: Map<string, WalletAddress>;
  receivers: Map<string, IncomingPayment>;
  /** Over the Admin API alone, as what is to be debited. */
  cardPaymentTimeoutMs?: number;
  debit?: Amount;
  /** Those that were made before their payments. */
  quotes?: Map<string, Quote>;
  now: Date;
}

interface Made {
  outcome: Outcome;
  made?: OutgoingPayment;
}

interface Attempt {
  requests: OutgoingPaymentRequest[];
  creations: OutgoingPaymentCreation[];
  inserted: Set<OutgoingPayment>;
}

/** The beginning of an outgoing payment: its quote, its row, the question to the sending ASE. */
@Injectable()
export class OutgoingPaymentsCreation {
  constructor(
    private readonly config: BackendConfig,
    private readonly repository: OutgoingPaymentsRepository,
    private readonly incomingPayments: IncomingPaymentsRepository,
    private readonly quotes: QuotesRepository,
    private readonly quoting: Quoting,
    private readonly walletAddresses: WalletAddresses,
    private readonly messages: MessageFactory,
  ) {}

  async create(tx: Transaction, commands: Create[], seen: Surroundings): Promise<Outcome[]> {
    return (await this.createEach(tx, commands, seen)).map(({ outcome }) => outcome);
  }

  /** The same, with what there is now where a command was accepted. */
  async createEach(
    tx: Transaction,
    commands: Create[],
    surroundings: Surroundings,
  ): Promise<Made[]> {
    const requests = commands.map((command) => this.request(command, surroundings));
    const creations = requests.map(createOutgoingPayment);
    const inserted = await this.insert(tx, creations, surroundings);
    const fresh = creations.filter(isNew(inserted));
    const attempt = { requests, creations, inserted };
    const holders = await this.holders(tx, attempt);
    const quoted = await this.quoted(tx, attempt, holders);
    const quotes = fresh.flatMap(({ quote }) =>
      surroundings.quotes?.has(quote.id) ? [] : [quote],
    );
    tx.withCommit(this.quotes.insert(tx.manager, quotes));
    tx.send(...fresh.map(({ payment }) => telling(this.messages.make(created(payment)))));
    return creations.map((creation, index) => {
      if ('payment' in creation && inserted.has(creation.payment)) {
        return { outcome: ACCEPTED, made: creation.payment };
      }
      const request = requests[index]!;
      // Before anything of today: what made the payment may be over long ago.
      const stored = holders.find(({ id }) => id === request.command.id);
      if (stored !== undefined) {
        return asksForTheSame(stored, request)
          ? { outcome: ACCEPTED, made: stored }
          : { outcome: refused(RefusalCode.IdReused) };
      }
      if ('refusal' in creation) return { outcome: refused(creation.refusal, creation.message) };
      if (quoted.has(request.command.id)) return { outcome: refused(RefusalCode.IdReused) };
      return { outcome: refused(judgeConflict(creation.payment, holders)) };
    });
  }

  /**
   * What the commands refer to, read without a lock: a receiver that is closed a moment later is
   * found out when the payment is funded, and only then does it matter.
   */
  async look({ manager }: Transaction, commands: Create[]): Promise<Surroundings> {
    const urls = commands.map(({ data }) => data.walletAddress);
    const receivers = distinctIds(commands.map(({ data }) => data.incomingPaymentId));
    const senders = await this.walletAddresses.byUrls(manager, urls);
    const { payments, now } = await this.incomingPayments.findNow(manager, receivers);
    return { senders, receivers: payments, now };
  }

  private request(
    command: Create,
    { senders, receivers, cardPaymentTimeoutMs, debit, quotes, now }: Surroundings,
  ): OutgoingPaymentRequest {
    const { data, deadline } = command;
    const sender = senders.get(data.walletAddress);
    const incomingPaymentId = canonicalId(data.incomingPaymentId);
    const receiver = receivers.get(incomingPaymentId);
    const maySpend = sender !== undefined && speaksFor(askerOf(command), sender.tenantId);
    return {
      command: { ...data, id: canonicalId(data.id), incomingPaymentId },
      deadline: deadline === undefined ? undefined : new Date(deadline),
      cardPaymentTimeoutMs,
      debit,
      sender: maySpend ? sender : undefined,
      receiver: receiver && {
        payment: receiver,
        url: incomingPaymentUrl(this.config.walletAddressBaseUrl, receiver.id),
      },
      terms:
        sender === undefined || receiver === undefined
          ? {}
          : this.quoting.terms({ sender, receiveAsset: receiver.asset }),
      quote: quotes?.get(canonicalId(data.id)),
      quoteLifespanMs: this.config.quoteLifespanMs,
      now,
    };
  }

  /** Of those with one id, the first that was asked for is tried; the others meet it as its holder. */
  private async insert(
    { manager }: Transaction,
    creations: OutgoingPaymentCreation[],
    { quotes }: Pick<Surroundings, 'quotes'>,
  ): Promise<Set<OutgoingPayment>> {
    const firsts = new Map<string, FundingOutgoingPayment>();
    for (const payment of paymentsOf(creations))
      if (!firsts.has(payment.id)) firsts.set(payment.id, payment);
    const madeFrom = [...(quotes?.keys() ?? [])];
    const ids = await this.repository.insert(manager, [...firsts.values()], madeFrom);
    return new Set([...firsts.values()].filter(({ id }) => ids.has(id)));
  }

  /** What stands in the way of those that were not inserted; no statement where all of them were. */
  private async holders(
    { manager }: Transaction,
    { requests, creations, inserted }: Attempt,
  ): Promise<OutgoingPayment[]> {
    const payments = paymentsOf(creations).filter((payment) => !inserted.has(payment));
    const failed = requests.filter((_, index) => !isNew(inserted)(creations[index]!));
    if (failed.length === 0) return [];
    const ids = distinctIds(failed.map(({ command }) => command.id));
    return this.repository.findHolders(manager, { ids, payments });
  }

  /** Of those that were not inserted and whose ids no payment has: the ids that quotes have. */
  private async quoted(
    { manager }: Transaction,
    { creations, inserted }: Attempt,
    holders: OutgoingPayment[],
  ): Promise<Map<string, Quote>> {
    const held = new Set(holders.map(({ id }) => id));
    const ids = paymentsOf(creations)
      .filter((payment) => !inserted.has(payment) && !held.has(payment.id))
      .map(({ id }) => id);
    return this.quotes.find(manager, distinctIds(ids));
  }
}

function paymentsOf(creations: OutgoingPaymentCreation[]): FundingOutgoingPayment[] {
  return creations.flatMap((creation) => ('payment' in creation ? [creation.payment] : []));
}

function isNew(inserted: Set<OutgoingPayment>) {
  return (
    creation: OutgoingPaymentCreation,
  ): creation is Extract<OutgoingPaymentCreation, { payment: unknown }> =>
    'payment' in creation && inserted.has(creation.payment);
}
