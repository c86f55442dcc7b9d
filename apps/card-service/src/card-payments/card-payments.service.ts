import { Injectable, Optional } from '@nestjs/common';
import { Transactions, type OutgoingMessage } from '@tapmesh/messaging';
import {
  isFinal,
  type CardPayment,
  type CardPaymentChange,
  type Decision,
  type RejectRequest,
  type Verdict,
} from './card-payment.js';
import { decide, evolve } from './card-payment.decide.js';
import { WaitingCallers } from '../payment-door/waiting-callers.js';
import { CardPaymentMessages } from './card-payment.messages.js';
import {
  CardPaymentsRepository,
  type PaymentRequest,
  type ReplyMove,
} from './card-payments.repository.js';

/** The use cases, each over a batch: one transaction for all, one decision for each. */
@Injectable()
export class CardPaymentsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly payments: CardPaymentsRepository,
    private readonly messages: CardPaymentMessages,
    @Optional() private readonly waiting?: WaitingCallers,
  ) {}

  /** A terminal asks: has the outgoing payment made, or repeats the answer that was given. */
  request(requests: PaymentRequest[]): Promise<Decision[]> {
    return this.transactions.run(async (tx) => {
      const opened = await this.payments.open(tx.manager, requests);
      const isNew = ({ command }: PaymentRequest) => opened.has(command.outgoingPaymentId);
      const known = await this.payments.lock(
        tx.manager,
        requestIds(requests.filter(negate(isNew))),
      );
      const moves: ReplyMove[] = [];
      const decisions = requests.map((request) => {
        const { command, content } = request;
        const before = isNew(request) ? undefined : known.get(command.requestId);
        const decision = decide(before, command);
        for (const change of changesOf(decision)) {
          tx.send(...this.followRequest(evolve(before, change), change, content));
          if (change.type === 'reply_redirected') {
            moves.push({ requestId: command.requestId, replyTo: change.replyTo });
          }
        }
        return decision;
      });
      await this.payments.redirect(tx.manager, moves);
      return decisions;
    });
  }

  /** A request ended in the dead letters: its terminal is told so, and it stays declined. */
  reject(request: RejectRequest): Promise<Decision> {
    return this.transactions.run(async (tx) => {
      const isNew = await this.payments.reject(tx.manager, request);
      const known = isNew
        ? undefined
        : (await this.payments.lock(tx.manager, [request.requestId])).get(request.requestId);
      const decision = decide(known, request);
      for (const change of changesOf(decision)) {
        const { replyTo } = request;
        tx.send(...this.messages.answer({ ...evolve(known, change), replyTo }));
      }
      return decision;
    });
  }

  /** The backend has decided: stores the first final state of each payment and answers. */
  async conclude(verdicts: Verdict[]): Promise<Decision[]> {
    const ended: CardPayment[] = [];
    const decisions = await this.transactions.run(async (tx) => {
      ended.length = 0;
      const concluded = await this.payments.conclude(tx.manager, verdicts);
      const others = verdicts.filter((_, position) => !concluded.has(position));
      const known = await this.payments.lock(
        tx.manager,
        others.map(({ requestId }) => requestId),
      );
      return verdicts.map((verdict, position) => {
        const before = concluded.get(position) ?? known.get(verdict.requestId);
        const decision = decide(before, verdict);
        for (const change of changesOf(decision)) {
          const payment = evolve(before, change);
          tx.send(...this.messages.answer(payment));
          ended.push(payment);
        }
        return decision;
      });
    });
    // Stored before it is said; whoever waits at another instance is found by its second look.
    this.waiting?.tell(ended.filter(isFinal));
    return decisions;
  }

  private followRequest(
    payment: CardPayment,
    change: CardPaymentChange,
    content: PaymentRequest['content'],
  ): OutgoingMessage[] {
    switch (change.type) {
      case 'requested':
        return [this.messages.createOutgoingPayment(payment, content)];
      case 'answer_repeated':
        return this.messages.answer({ ...payment, replyTo: change.replyTo });
      case 'reply_redirected':
      case 'rejected':
      case 'approved':
      case 'declined':
        return [];
    }
  }
}

function changesOf(decision: Decision): CardPaymentChange[] {
  return decision.accepted ? decision.changes : [];
}

function requestIds(requests: PaymentRequest[]): string[] {
  return requests.map(({ command }) => command.requestId);
}

function negate<T>(predicate: (value: T) => boolean): (value: T) => boolean {
  return (value) => !predicate(value);
}
