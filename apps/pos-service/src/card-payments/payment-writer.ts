import { Injectable, Optional } from '@nestjs/common';
import { Topic } from '@tapmesh/events';
import { EventsServer, MessageFactory, Transactions, type Transaction } from '@tapmesh/messaging';
import { foreignRequests } from '../foreign-card-services/new-foreign-request.js';
import { ForeignRequestsRepository } from '../foreign-card-services/foreign-requests.repository.js';
import { PosServiceConfig } from '../pos-service.config.js';
import type { CardPayment } from './card-payment.js';
import { CardPaymentsRepository } from './card-payments.repository.js';
import { Gatherer } from './gatherer.js';
import {
  messagesFor,
  requestCardPayment,
  type AskedCardPayment,
  type NewCardPayment,
} from './new-card-payment.js';

/** SQLSTATE classes that speak of the data: a row of somebody else's request must not fail ours. */
const ITEMS_OWN = /^(22|23)/;

/**
 * Stores what terminals ask for, together with the messages that ask others for it. Requests that
 * arrive while a transaction is in flight go out together in the next one.
 */
@Injectable()
export class PaymentWriter {
  private readonly gatherer: Gatherer<NewCardPayment, CardPayment>;
  private readonly again: Gatherer<AskedCardPayment, void>;
  private turn = 0;

  constructor(
    private readonly transactions: Transactions,
    private readonly payments: CardPaymentsRepository,
    private readonly messages: MessageFactory,
    private readonly events: EventsServer,
    private readonly config: PosServiceConfig,
    @Optional() private readonly foreign?: ForeignRequestsRepository,
  ) {
    this.gatherer = new Gatherer({
      work: (batch) => this.transactions.run((tx) => this.writeAll(tx, batch)),
      maxItems: config.maxPaymentsPerCommit,
      isItemsOwn: (error) => ITEMS_OWN.test(sqlStateOf(error)),
    });
    this.again = new Gatherer({
      work: (batch) => this.transactions.run((tx) => this.askAll(tx, batch)),
      maxItems: config.maxPaymentsPerCommit,
      isItemsOwn: () => false,
    });
  }

  /** The payment under the request's id: this one, or the one that was there before. */
  write(payment: NewCardPayment): Promise<CardPayment> {
    return this.gatherer.add(payment);
  }

  /** The card service's answer comes to this instance, as to a first question. */
  askAgain(payment: AskedCardPayment): Promise<void> {
    return this.again.add(payment);
  }

  /**
   * What is asked over HTTP is asked there until its end: our own card service would refuse what it never
   * heard of, and the terminal be told so though it was paid. Its row tells, not how payments are asked now.
   */
  private async askAll(tx: Transaction, batch: AskedCardPayment[]): Promise<void[]> {
    const ids = batch.map(({ terms }) => terms.requestId);
    const overHttp = (await this.foreign?.askedAmong(tx.manager, ids)) ?? new Set();
    const ours = batch.filter(({ terms }) => !overHttp.has(terms.requestId));
    for (const payment of ours) {
      tx.send({ message: requestCardPayment(payment, this.messageOptions()) });
    }
    return batch.map(() => undefined);
  }

  private async writeAll(tx: Transaction, batch: NewCardPayment[]): Promise<CardPayment[]> {
    const first = firstOfEach(batch);
    const inserted = await this.payments.insertNew(tx.manager, [...first.values()]);
    await this.storeForeign(
      tx,
      [...first.values()].filter(({ terms }) => inserted.has(terms.requestId)),
    );
    const stored = new Map<string, CardPayment>();
    for (const payment of first.values()) {
      const { requestId } = payment.terms;
      if (!inserted.has(requestId)) continue;
      stored.set(requestId, { ...payment.terms, status: 'REQUESTED' });
      tx.send(...messagesFor(payment, this.messageOptions()));
    }
    const before = [...first.keys()].filter((requestId) => !inserted.has(requestId));
    if (before.length > 0) {
      // A statement of its own, since only a later one sees what the conflict was with.
      for (const payment of await this.payments.find(before, tx.manager)) {
        stored.set(payment.requestId, payment);
      }
    }
    return batch.map(({ terms }) => present(stored.get(terms.requestId)));
  }

  /** What is asked over HTTP is stored with its payment: whoever asks may die over it. */
  private async storeForeign({ manager }: Transaction, payments: NewCardPayment[]): Promise<void> {
    const requests = payments.flatMap((payment) =>
      foreignRequests(payment, this.config.walletAddressBaseUrl),
    );
    if (requests.length > 0) await this.foreign?.insert(manager, requests);
  }

  private messageOptions() {
    return {
      messages: this.messages,
      replyPartition: this.nextReplyPartition(),
    };
  }

  /** Answers come back to a partition that this instance reads; while it reads none, to any. */
  private nextReplyPartition(): number | undefined {
    const own = this.events.assignedPartitions(Topic.CardAnswers);
    this.turn = (this.turn + 1) % Math.max(own.length, 1);
    return own[this.turn];
  }
}

function firstOfEach(batch: NewCardPayment[]): Map<string, NewCardPayment> {
  const first = new Map<string, NewCardPayment>();
  for (const payment of batch) {
    if (!first.has(payment.terms.requestId)) first.set(payment.terms.requestId, payment);
  }
  return first;
}

function present(payment: CardPayment | undefined): CardPayment {
  if (payment === undefined)
    throw new Error('a card payment conflicted with one that is not there');
  return payment;
}

function sqlStateOf(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : '';
}
