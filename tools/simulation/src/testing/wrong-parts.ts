import type {
  IncomingPayment,
  LockedOutgoingPayments,
  OutgoingPayment,
} from '@tapmesh/backend/simulation';
import { CardPaymentsService } from '@tapmesh/card-service/simulation';
import { Transactions, type OutgoingMessage, type Transaction } from '@tapmesh/messaging';
import type { OutboxPublisher, OutboxRow } from '@tapmesh/messaging/simulation';
import { HoldsService, type HoldsRepository } from '@tapmesh/mock-ase/simulation';
import {
  eventOf,
  VerdictsService,
  type CardPaymentsRepository,
  type FinalCardPayment,
  type Verdict,
  type WaitingTerminals,
} from '@tapmesh/pos-service/simulation';
import { MemoryIncomingPayments } from '../backend/memory-incoming-payments.js';
import { MemoryOutgoingPayments } from '../backend/memory-outgoing-payments.js';
import { MemoryInbox, MemoryOutbox } from '../database/memory-outbox.js';

/** What a class keeps to itself: only a wrong part needs it. */
function inside<T>(part: object, name: string): T {
  return Reflect.get(part, name) as T;
}

type Refusals = Parameters<HoldsService['releaseRefused']>[0];

/** Takes every refusal for that of the fund that made the hold. */
export class BankReleasesOnAnyRefusal extends HoldsService {
  override async releaseRefused(refusals: Refusals): Promise<void> {
    const ids = refusals.map(({ data, subject }) => data.paymentId ?? subject);
    const holds = await inside<Transactions>(this, 'transactions').run((tx) =>
      inside<HoldsRepository>(this, 'holds').byPaymentIds(tx.manager, ids),
    );
    const mistaken = refusals.map((refusal) => {
      const hold = holds.get(refusal.data.paymentId ?? refusal.subject);
      const commandId = hold?.commandId ?? refusal.data.commandId;
      return { ...refusal, data: { ...refusal.data, code: 'deadline_passed', commandId } };
    });
    await super.releaseRefused(mistaken as Refusals);
  }
}

export class BankHearsNoRefusal extends HoldsService {
  override async releaseRefused(): Promise<void> {}
}

export class BankHearsNoDeadline extends HoldsService {
  override async expire(): Promise<void> {}
}

export class ForgetfulInbox extends MemoryInbox {
  override firstTime<M extends { id: string }>(_manager: unknown, messages: M[]): Promise<M[]> {
    return Promise.resolve(messages);
  }
}

export class PosTellsBeforeItStores extends VerdictsService {
  override async record(verdicts: Verdict[]): Promise<void> {
    const asked = await inside<CardPaymentsRepository>(this, 'payments').find(
      verdicts.map(({ requestId }) => requestId),
    );
    const byId = new Map(verdicts.map((verdict) => [verdict.requestId, verdict]));
    inside<WaitingTerminals>(this, 'waiting').tell(
      asked.map((payment): FinalCardPayment => {
        const event = eventOf(byId.get(payment.requestId)!);
        const decidedAt = new Date();
        return event.type === 'approved'
          ? { ...payment, ...event, status: 'APPROVED', decidedAt }
          : { ...payment, reason: event.reason, status: 'DECLINED', decidedAt };
      }),
    );
    await super.record(verdicts);
  }
}

/** Asks the card service without waiting until the backend can read of the incoming payment. */
export class PosAsksAllAtOnce extends MemoryOutbox {
  override append(manager: unknown, messages: readonly OutgoingMessage[]): Promise<OutboxRow[]> {
    return super.append(
      manager,
      messages.map((message) => ({ ...message, wave: 0 as const })),
    );
  }
}

/** Believes each deadline to be a minute later. */
export class BackendFundsLate extends MemoryOutgoingPayments {
  override async lock(manager: unknown, ids: string[]): Promise<LockedOutgoingPayments> {
    const locked = await super.lock(manager, ids);
    const later = [...locked.payments].map(([id, payment]): [string, OutgoingPayment] => [
      id,
      { ...payment, decideBy: new Date(payment.decideBy.getTime() + 60_000) },
    ]);
    return { ...locked, payments: new Map(later) };
  }
}

/** Reads what it decides on without a lock. */
export class OutgoingWithoutLocks extends MemoryOutgoingPayments {
  override async lock(manager: unknown, ids: string[]): Promise<LockedOutgoingPayments> {
    const found = await this.findHolders(manager, { ids, payments: [] });
    return { payments: new Map(found.map((payment) => [payment.id, payment])), now: new Date() };
  }

  override claim(manager: unknown, ids: string[]): Promise<LockedOutgoingPayments> {
    return this.lock(manager, ids);
  }
}

export class IncomingWithoutLocks extends MemoryIncomingPayments {
  override async lockPaidBy(
    manager: unknown,
    ids: string[],
  ): Promise<Map<string, IncomingPayment>> {
    return this.find(manager, await this.idsPaidBy(manager, ids));
  }

  override claimPaidBy(manager: unknown, ids: string[]): Promise<Map<string, IncomingPayment>> {
    return this.lockPaidBy(manager, ids);
  }
}

/** Says things that may be rolled back a moment later. */
export class SpeaksBeforeTheCommit extends Transactions {
  override run<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return super.run(async (tx) => {
      const said: OutgoingMessage[] = [];
      const send = (...messages: OutgoingMessage[]): void => {
        said.push(...messages);
        tx.send(...messages);
      };
      const result = await work({ ...tx, send });
      const outbox = inside<{ recordOf: (message: OutgoingMessage) => OutboxRow['record'] }>(
        this,
        'outbox',
      );
      const rows = said.map((message) => ({
        id: '0',
        wave: message.wave ?? 0,
        record: outbox.recordOf(message),
      }));
      void inside<OutboxPublisher>(this, 'publisher').publish(rows);
      return result;
    });
  }
}

/** Asks the backend anew for a payment that it has asked for already. */
export class CardServiceAsksTwice extends CardPaymentsService {
  override async request(
    requests: Parameters<CardPaymentsService['request']>[0],
  ): ReturnType<CardPaymentsService['request']> {
    const { open } = inside<{ open: (manager: unknown, asked: unknown) => Promise<Set<string>> }>(
      this,
      'payments',
    );
    const payments = inside<object>(this, 'payments');
    Reflect.set(payments, 'open', async (manager: unknown, asked: typeof requests) => {
      await Reflect.apply(open, payments, [manager, asked]);
      return new Set(asked.map(({ command }) => command.outgoingPaymentId));
    });
    try {
      return await super.request(requests);
    } finally {
      Reflect.set(payments, 'open', open);
    }
  }
}
