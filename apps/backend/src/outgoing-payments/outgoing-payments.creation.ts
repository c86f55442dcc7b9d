import { Injectable } from '@nestjs/common';
import type { Command, Message } from '@tapmesh/events';
import { MessageFactory, type Transaction } from '@tapmesh/messaging';
import { BackendConfig } from '../backend.config.js';
import { databaseTime } from '../clock.js';
import { askerOf, speaksFor } from '../commands/asker.js';
import { ACCEPTED, refused, type Outcome } from '../commands/outcome.js';
import { canonicalId, distinctIds } from '../identifier.js';
import { incomingPaymentUrl } from '../incoming-payments/incoming-payment.url.js';
import type { IncomingPayment } from '../incoming-payments/incoming-payment.js';
import { IncomingPaymentsRepository } from '../incoming-payments/incoming-payments.repository.js';
import { QuotesRepository } from '../quotes/quotes.repository.js';
import type { WalletAddress } from '../wallet-addresses/wallet-address.js';
import { WalletAddresses } from '../wallet-addresses/wallet-addresses.service.js';
import {
  createOutgoingPayment,
  judgeConflict,
  type OutgoingPaymentCreation,
} from './outgoing-payment.create.js';
import { created } from './outgoing-payment.facts.js';
import type { FundingOutgoingPayment, OutgoingPayment } from './outgoing-payment.js';
import { OutgoingPaymentsRepository } from './outgoing-payments.repository.js';

type Create = Message<Command.CreateOutgoingPayment>;

interface Surroundings {
  senders: Map<string, WalletAddress>;
  receivers: Map<string, IncomingPayment>;
  now: Date;
}

/** The beginning of an outgoing payment: its quote, its row, the question to the sending ASE. */
@Injectable()
export class OutgoingPaymentsCreation {
  constructor(
    private readonly config: BackendConfig,
    private readonly repository: OutgoingPaymentsRepository,
    private readonly incomingPayments: IncomingPaymentsRepository,
    private readonly quotes: QuotesRepository,
    private readonly walletAddresses: WalletAddresses,
    private readonly messages: MessageFactory,
  ) {}

  async create(tx: Transaction, commands: Create[]): Promise<Outcome[]> {
    const surroundings = await this.look(tx, commands);
    const creations = commands.map((command) => this.creation(command, surroundings));
    const { inserted, holders } = await this.insert(tx, creations);
    const fresh = creations.filter(isNew(inserted));
    await this.quotes.insert(
      tx.manager,
      fresh.map(({ quote }) => quote),
    );
    tx.send(...fresh.map(({ payment }) => ({ message: this.messages.make(created(payment)) })));
    return creations.map((creation) => {
      if ('refusal' in creation) return refused(creation.refusal, creation.message);
      if (inserted.has(creation.payment)) return ACCEPTED;
      const refusal = judgeConflict(creation.payment, holders);
      return refusal === undefined ? ACCEPTED : refused(refusal);
    });
  }

  /**
   * What the commands refer to, read without a lock: a receiver that is closed a moment later is
   * found out when the payment is funded, and only then does it matter.
   */
  private async look({ manager }: Transaction, commands: Create[]): Promise<Surroundings> {
    const urls = commands.map(({ data }) => data.walletAddress);
    const receivers = distinctIds(commands.map(({ data }) => data.incomingPaymentId));
    return {
      senders: await this.walletAddresses.byUrls(manager, urls),
      receivers: await this.incomingPayments.find(manager, receivers),
      now: await databaseTime(manager),
    };
  }

  private creation(
    command: Create,
    { senders, receivers, now }: Surroundings,
  ): OutgoingPaymentCreation {
    const { data, deadline } = command;
    const sender = senders.get(data.walletAddress);
    const receiver = receivers.get(canonicalId(data.incomingPaymentId));
    const maySpend = sender !== undefined && speaksFor(askerOf(command), sender.tenantId);
    return createOutgoingPayment({
      command: { ...data, id: canonicalId(data.id) },
      deadline: deadline === undefined ? undefined : new Date(deadline),
      sender: maySpend ? sender : undefined,
      receiver: receiver && {
        payment: receiver,
        url: incomingPaymentUrl(this.config.walletAddressBaseUrl, receiver.id),
      },
      quoteLifespanMs: this.config.quoteLifespanMs,
      now,
    });
  }

  /** Of those with one id, the first that was asked for is tried; the others meet it as its holder. */
  private async insert(
    { manager }: Transaction,
    creations: OutgoingPaymentCreation[],
  ): Promise<{ inserted: Set<OutgoingPayment>; holders: OutgoingPayment[] }> {
    const asked = creations.flatMap((creation) =>
      'payment' in creation ? [creation.payment] : [],
    );
    const firsts = new Map<string, FundingOutgoingPayment>();
    for (const payment of asked) if (!firsts.has(payment.id)) firsts.set(payment.id, payment);
    const ids = await this.repository.insert(manager, [...firsts.values()]);
    const inserted = new Set([...firsts.values()].filter(({ id }) => ids.has(id)));
    const rest = asked.filter((payment) => !inserted.has(payment));
    const holders = rest.length === 0 ? [] : await this.repository.findHolders(manager, rest);
    return { inserted, holders };
  }
}

function isNew(inserted: Set<OutgoingPayment>) {
  return (
    creation: OutgoingPaymentCreation,
  ): creation is Extract<OutgoingPaymentCreation, { payment: unknown }> =>
    'payment' in creation && inserted.has(creation.payment);
}
