import { Injectable } from '@nestjs/common';
import { RefusalCode, type Command, type Message } from '@tapmesh/events';
import { MessageFactory, type Transaction } from '@tapmesh/messaging';
import { v7 as uuidv7 } from 'uuid';
import { BackendConfig } from '../backend.config.js';
import { databaseTime } from '../clock.js';
import { askerOf, speaksFor } from '../commands/asker.js';
import { ACCEPTED, refused, type Outcome } from '../commands/outcome.js';
import { canonicalId, distinctIds } from '../identifier.js';
import { Fees } from '../fees/fees.service.js';
import { InHand } from '../in-hand.js';
import { Ledger } from '../ledger/ledger.service.js';
import { telling } from '../patience.js';
import type { WalletAddress } from '../wallet-addresses/wallet-address.js';
import { WalletAddresses } from '../wallet-addresses/wallet-addresses.service.js';
import {
  asksForTheSame,
  createIncomingPayment,
  type IncomingPaymentRequest,
  type OverAdminApi,
} from './incoming-payment.create.js';
import { decide, evolve } from './incoming-payment.decide.js';
import { created, factsOf, type IncomingPaymentFact } from './incoming-payment.facts.js';
import { refusalCodes } from './incoming-payment.refusals.js';
import { feeBookingOf } from './incoming-payment.transfers.js';
import type {
  IncomingPayment,
  IncomingPaymentChange,
  IncomingPaymentCommand,
  PendingIncomingPayment,
} from './incoming-payment.js';
import { IncomingPaymentsRepository } from './incoming-payments.repository.js';

export type IncomingPaymentsInHand = InHand<
  IncomingPayment,
  IncomingPaymentChange,
  IncomingPaymentFact
>;

type CommandOnOne =
  | Message<Command.ApproveIncomingPayment>
  | Message<Command.CancelIncomingPayment>
  | Message<Command.CompleteIncomingPayment>;

interface SeenForCreation {
  /** By URL. */
  walletAddresses: Map<string, WalletAddress>;
  overAdminApi?: OverAdminApi;
  now: Date;
}

interface Made {
  outcome: Outcome;
  made?: IncomingPayment;
}

/** The use cases of incoming payments. Each takes a batch and works in the caller's transaction. */
@Injectable()
export class IncomingPaymentsService {
  constructor(
    private readonly config: BackendConfig,
    private readonly repository: IncomingPaymentsRepository,
    private readonly walletAddresses: WalletAddresses,
    private readonly ledger: Ledger,
    private readonly fees: Fees,
    private readonly messages: MessageFactory,
  ) {}

  async lookForCreation(
    { manager }: Transaction,
    commands: Message<Command.CreateIncomingPayment>[],
  ): Promise<SeenForCreation> {
    const urls = commands.map(({ data }) => data.walletAddress);
    const walletAddresses = await this.walletAddresses.byUrls(manager, urls);
    return { walletAddresses, now: await databaseTime(manager) };
  }

  async create(
    tx: Transaction,
    commands: Message<Command.CreateIncomingPayment>[],
    seen: SeenForCreation,
  ): Promise<Outcome[]> {
    return (await this.createEach(tx, commands, seen)).map(({ outcome }) => outcome);
  }

  /** The same, with what there is now where a command was accepted. */
  async createEach(
    tx: Transaction,
    commands: Message<Command.CreateIncomingPayment>[],
    { walletAddresses, now, overAdminApi }: SeenForCreation,
  ): Promise<Made[]> {
    const requests = commands.map((command) => {
      const walletAddress = walletAddresses.get(command.data.walletAddress);
      const receivingFee = walletAddress && this.fees.current(walletAddress, 'RECEIVING');
      return requestOf(command, { walletAddress, receivingFee, overAdminApi, now });
    });
    const creations = requests.map((request) => createIncomingPayment(request, this.config));
    const stored = await this.store(tx, {
      ids: requests.map(({ command }) => command.id),
      asked: creations.flatMap((creation) => ('payment' in creation ? [creation.payment] : [])),
    });
    return requests.map((request, index) => {
      // Before anything of today: what made the payment may be over long ago.
      const holder = stored.get(request.command.id);
      if (holder !== undefined) {
        return asksForTheSame(holder, request)
          ? { outcome: ACCEPTED, made: holder }
          : { outcome: refused(RefusalCode.IdReused) };
      }
      const creation = creations[index]!;
      if ('refusal' in creation) return { outcome: refused(creation.refusal, creation.message) };
      throw new Error(`incoming payment ${request.command.id} was neither stored nor there`);
    });
  }

  approve(
    tx: Transaction,
    commands: Message<Command.ApproveIncomingPayment>[],
  ): Promise<Outcome[]> {
    return this.change(tx, commands, () => ({ type: 'approve' }));
  }

  cancel(tx: Transaction, commands: Message<Command.CancelIncomingPayment>[]): Promise<Outcome[]> {
    return this.change(tx, commands, ({ data }) => ({ type: 'cancel', reason: data.reason }));
  }

  complete(
    tx: Transaction,
    commands: Message<Command.CompleteIncomingPayment>[],
  ): Promise<Outcome[]> {
    return this.change(tx, commands, () => ({ type: 'complete' }));
  }

  /** Closes those whose time is over. @returns how many it closed */
  async expireDue(tx: Transaction, ids: string[]): Promise<number> {
    const payments = this.inHand(await this.repository.claim(tx.manager, ids));
    const now = await databaseTime(tx.manager);
    for (const payment of payments.all()) {
      payments.apply(payment, decide(payment, { type: 'expire' }, now).events);
    }
    this.save(tx, payments);
    return payments.changed().length;
  }

  inHand(payments: Map<string, IncomingPayment>): IncomingPaymentsInHand {
    return new InHand(payments, {
      evolve,
      factsOf: (payment, change) => factsOf(payment, change, this.config),
    });
  }

  save(tx: Transaction, payments: IncomingPaymentsInHand): void {
    tx.withCommit(this.repository.update(tx.manager, payments.changed()));
    tx.send(...payments.facts.map((fact) => telling(this.messages.make(fact))));
  }

  /** Stores what is new and says so. @returns what is stored now under each id that was asked for */
  private async store(
    tx: Transaction,
    { ids, asked }: { ids: string[]; asked: PendingIncomingPayment[] },
  ): Promise<Map<string, IncomingPayment>> {
    const byId = new Map([...asked].reverse().map((payment) => [payment.id, payment]));
    const inserted = await this.repository.insert(tx.manager, [...byId.values()]);
    const fresh = [...byId.values()].filter(({ id }) => inserted.has(id));
    tx.send(...fresh.map((one) => telling(this.messages.make(created(one, this.config)))));
    const others = distinctIds(ids).filter((id) => !inserted.has(id));
    const holders = others.length === 0 ? [] : await this.repository.find(tx.manager, others);
    return new Map<string, IncomingPayment>([
      ...fresh.map((payment) => [payment.id, payment] as const),
      ...holders,
    ]);
  }

  private async change<C extends CommandOnOne>(
    tx: Transaction,
    commands: C[],
    meaning: (command: C) => IncomingPaymentCommand,
  ): Promise<Outcome[]> {
    const ids = distinctIds(commands.map(({ data }) => data.id));
    const payments = this.inHand(await this.repository.lock(tx.manager, ids));
    const now = await databaseTime(tx.manager);
    const outcomes = commands.map((message) => {
      const payment = payments.get(canonicalId(message.data.id));
      if (payment === undefined || !speaksFor(askerOf(message), payment.tenantId)) {
        return refused(RefusalCode.UnknownPayment);
      }
      const decision = decide(payment, meaning(message), now);
      payments.apply(payment, decision.events);
      return decision.accepted ? ACCEPTED : refused(refusalCodes[decision.refusal]);
    });
    this.save(tx, payments);
    await this.bookFees(tx, payments);
    return outcomes;
  }

  /** Of those that were completed by hand; what a payment completes is booked with the payment. */
  private async bookFees(
    { manager }: Transaction,
    payments: IncomingPaymentsInHand,
  ): Promise<void> {
    const bookings = payments.changed().flatMap((payment) => feeBookingOf(payment, uuidv7()) ?? []);
    if (bookings.length === 0) return;
    await this.ledger.post(
      manager,
      bookings.map(({ transfer }) => transfer),
      bookings.flatMap(({ accounts }) => accounts),
    );
  }
}

function requestOf(
  command: Message<Command.CreateIncomingPayment>,
  {
    walletAddress,
    ...known
  }: Pick<IncomingPaymentRequest, 'walletAddress' | 'receivingFee' | 'overAdminApi' | 'now'>,
): IncomingPaymentRequest {
  const own =
    walletAddress !== undefined && speaksFor(askerOf(command), walletAddress.tenantId)
      ? walletAddress
      : undefined;
  return {
    command: { ...command.data, id: canonicalId(command.data.id) },
    key: command.key,
    deadline: command.deadline === undefined ? undefined : new Date(command.deadline),
    walletAddress: own,
    ...known,
  };
}
