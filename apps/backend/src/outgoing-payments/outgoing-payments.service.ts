import { Injectable } from '@nestjs/common';
import { RefusalCode, type Command, type Message } from '@tapmesh/events';
import { MessageFactory, type Transaction } from '@tapmesh/messaging';
import { v7 as uuidv7 } from 'uuid';
import { ACCEPTED, refused, type Outcome } from '../commands/outcome.js';
import { canonicalId, distinctIds } from '../identifier.js';
import { InHand } from '../in-hand.js';
import type { IncomingPayment } from '../incoming-payments/incoming-payment.js';
import { IncomingPaymentsRepository } from '../incoming-payments/incoming-payments.repository.js';
import {
  IncomingPaymentsService,
  type IncomingPaymentsInHand,
} from '../incoming-payments/incoming-payments.service.js';
import { Ledger } from '../ledger/ledger.service.js';
import { LiquidityInHand } from '../liquidity/liquidity-in-hand.js';
import { LiquidityWatch } from '../liquidity/liquidity-watch.js';
import { telling } from '../patience.js';
import { evolve } from './outgoing-payment.decide.js';
import { factsOf, type OutgoingPaymentFact } from './outgoing-payment.facts.js';
import { refusalCodes } from './outgoing-payment.refusals.js';
import { bookingOf, sharedAccounts, type Booking } from './outgoing-payment.transfers.js';
import {
  conversionOf,
  type OutgoingPayment,
  type OutgoingPaymentChange,
} from './outgoing-payment.js';
import {
  OutgoingPaymentsRepository,
  type LockedOutgoingPayments,
} from './outgoing-payments.repository.js';
import {
  cancel,
  expire,
  fund,
  type PairDecision,
  type PaymentAndReceiver,
} from './payment-and-receiver.js';

type Decision = Message<Command.FundOutgoingPayment> | Message<Command.CancelOutgoingPayment>;

/** What a batch has locked, and what has become of it. */
interface PaymentsInHand {
  outgoing: InHand<OutgoingPayment, OutgoingPaymentChange, OutgoingPaymentFact>;
  incoming: IncomingPaymentsInHand;
  bookings: Booking[];
  liquidity: LiquidityInHand;
  now: Date;
}

/** What a batch decides about, locked until its transaction ends. */
interface LockedPairs {
  incoming: Map<string, IncomingPayment>;
  outgoing: LockedOutgoingPayments;
}

interface Deciding<C extends Decision> {
  hand: PaymentsInHand;
  decide: (pair: PaymentAndReceiver, command: C) => PairDecision;
}

/** The end of an outgoing payment: the ASE's decision, or the deadline. A batch, one transaction. */
@Injectable()
export class OutgoingPaymentsService {
  constructor(
    private readonly repository: OutgoingPaymentsRepository,
    private readonly incomingPayments: IncomingPaymentsService,
    private readonly incomingRepository: IncomingPaymentsRepository,
    private readonly ledger: Ledger,
    private readonly liquidityWatch: LiquidityWatch,
    private readonly messages: MessageFactory,
  ) {}

  /** What they pay first, then the payments: the order in which everybody locks. */
  async lock({ manager }: Transaction, commands: Decision[]): Promise<LockedPairs> {
    const ids = distinctIds(commands.map(({ data }) => data.id));
    const [incoming, outgoing] = await Promise.all([
      this.incomingRepository.lockPaidBy(manager, ids),
      this.repository.lock(manager, ids),
    ]);
    return { incoming, outgoing };
  }

  async fund(
    tx: Transaction,
    commands: Message<Command.FundOutgoingPayment>[],
    locked: LockedPairs,
  ): Promise<Outcome[]> {
    const hand = this.inHand(locked, await this.lockLiquidity(tx, locked));
    const decide = (pair: PaymentAndReceiver): PairDecision => {
      const conversion = conversionOf(pair.outgoing);
      const covered = conversion === undefined || hand.liquidity.covers(conversion);
      return fund(pair, { now: hand.now, covered });
    };
    return this.handle(tx, commands, { hand, decide });
  }

  cancel(
    tx: Transaction,
    commands: Message<Command.CancelOutgoingPayment>[],
    locked: LockedPairs,
  ): Promise<Outcome[]> {
    const hand = this.inHand(locked);
    const decide = (pair: PaymentAndReceiver, { data }: (typeof commands)[number]) =>
      cancel(pair, data, hand.now);
    return this.handle(tx, commands, { hand, decide });
  }

  /** Closes those that nobody decided in time. @returns how many it closed */
  async expireDue(tx: Transaction, ids: string[]): Promise<number> {
    const incoming = await this.incomingRepository.claimPaidBy(tx.manager, ids);
    if (incoming.size === 0) return 0;
    const outgoing = await this.repository.claim(tx.manager, ids);
    const hand = this.inHand({ incoming, outgoing });
    for (const payment of hand.outgoing.all()) {
      const receiver = hand.incoming.get(payment.incomingPaymentId);
      // Its receiver is in somebody else's hands: the next round finds it.
      if (receiver === undefined) continue;
      const pair = { outgoing: payment, incoming: receiver };
      this.apply(hand, pair, expire(pair, hand.now));
    }
    await this.save(tx, hand);
    return hand.outgoing.changed().length;
  }

  private async handle<C extends Decision>(
    tx: Transaction,
    commands: C[],
    { hand, decide }: Deciding<C>,
  ): Promise<Outcome[]> {
    const outcomes = commands.map((command): Outcome => {
      const outgoing = hand.outgoing.get(canonicalId(command.data.id));
      if (outgoing === undefined || outgoing.tenantId !== command.tenantId) {
        return refused(RefusalCode.UnknownPayment);
      }
      const pair = { outgoing, incoming: receiverOf(outgoing, hand) };
      const decision = decide(pair, command);
      this.apply(hand, pair, decision);
      return decision.refusal === undefined ? ACCEPTED : refused(refusalCodes[decision.refusal]);
    });
    await this.save(tx, hand);
    return outcomes;
  }

  /**
   * Where anything is to be converted, everything shared that the batch will book on is locked at once:
   * its liquidity has to be known first, and the settlement may not be locked before the fees. Within
   * one asset nothing is, and the ledger's one statement locks as late as it can.
   */
  private async lockLiquidity(
    { manager }: Transaction,
    { incoming, outgoing }: LockedPairs,
  ): Promise<LiquidityInHand> {
    const undecided = [...outgoing.payments.values()].filter(({ status }) => status === 'FUNDING');
    if (!undecided.some(conversionOf)) return new LiquidityInHand();
    const shared = undecided.flatMap((payment) => {
      const receiver = incoming.get(payment.incomingPaymentId);
      return receiver === undefined
        ? []
        : sharedAccounts({ outgoing: payment, incoming: receiver });
    });
    const accounts = await this.ledger.openAndLock(manager, shared);
    return new LiquidityInHand([...accounts.values()]);
  }

  private inHand(
    { incoming, outgoing: { payments, now } }: LockedPairs,
    liquidity = new LiquidityInHand(),
  ): PaymentsInHand {
    return {
      liquidity,
      outgoing: new InHand(payments, { evolve, factsOf }),
      incoming: this.incomingPayments.inHand(incoming),
      bookings: [],
      now,
    };
  }

  private apply(hand: PaymentsInHand, pair: PaymentAndReceiver, decision: PairDecision): void {
    hand.outgoing.apply(pair.outgoing, decision.outgoing);
    hand.incoming.apply(pair.incoming, decision.incoming);
    if (!decision.outgoing.some(({ type }) => type === 'funded')) return;
    hand.bookings.push(
      bookingOf({ outgoing: pair.outgoing, incoming: receiverOf(pair.outgoing, hand) }, uuidv7),
    );
    const conversion = conversionOf(pair.outgoing);
    if (conversion !== undefined) hand.liquidity.apply(conversion);
  }

  /** The ledger comes last: every payment of a bank wants the same settlement account. */
  private async save(tx: Transaction, hand: PaymentsInHand): Promise<void> {
    tx.send(...hand.outgoing.facts.map((fact) => telling(this.messages.make(fact))));
    this.incomingPayments.save(tx, hand.incoming);
    tx.withCommit(this.repository.update(tx.manager, hand.outgoing.changed()));
    if (hand.bookings.length === 0) return;
    await this.liquidityWatch.tell(tx, hand.liquidity.drops());
    await this.ledger.postLast(
      tx,
      hand.bookings.flatMap(({ transfers }) => transfers),
      hand.bookings.flatMap(({ accounts }) => accounts),
    );
  }
}

function receiverOf(outgoing: OutgoingPayment, hand: PaymentsInHand): IncomingPayment {
  const receiver = hand.incoming.get(outgoing.incomingPaymentId);
  if (receiver === undefined) throw new Error(`outgoing payment ${outgoing.id} pays nobody`);
  return receiver;
}
