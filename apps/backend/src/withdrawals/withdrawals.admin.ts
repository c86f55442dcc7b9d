import { Injectable } from '@nestjs/common';
import {
  Command,
  IncomingPaymentEvent,
  MAX_WITHDRAWAL_TIMEOUT_SECONDS,
  OutgoingPaymentWithdrawEvent,
} from '@tapmesh/events';
import type { Transaction } from '@tapmesh/messaging';
import { DataSource } from 'typeorm';
import { validate as isUuid, v5 as uuidv5 } from 'uuid';
import { AdminApiError, badInput, notFound } from '../admin-api/admin-api.error.js';
import { adminCommand, AdminDoor } from '../admin-api/admin-door.js';
import type { Caller } from '../admin-api/caller.js';
import { maySee } from '../admin-api/caller.js';
import { canonicalId } from '../identifier.js';
import { IncomingPaymentsAdmin } from '../incoming-payments/incoming-payments.admin.js';
import type { TransferState } from '../ledger/ledger.js';
import { Ledger } from '../ledger/ledger.service.js';
import { OutgoingPaymentsAdmin } from '../outgoing-payments/outgoing-payments.admin.js';
import type { WebhookEvent } from '../webhook-events/webhook-event.js';
import { WebhookEventsRepository } from '../webhook-events/webhook-events.repository.js';
import { WithdrawalsService } from './withdrawals.service.js';

/** Any UUID: a withdrawal's id follows from that of the one before it, which was voided. */
const AFTER_VOIDED = '0f6a2c0e-7b1d-5c55-9a35-5b0c1f6f2d93';
const MAX_VOIDED = 100;

const INCOMING_ENDS = [IncomingPaymentEvent.Completed, IncomingPaymentEvent.Expired] as const;
const OUTGOING_ENDS = [
  OutgoingPaymentWithdrawEvent.Completed,
  OutgoingPaymentWithdrawEvent.Failed,
] as const;

export interface AskedWithdrawal {
  operation: string;
  paymentId: string;
  idempotencyKey: string;
  timeoutSeconds: bigint;
  input: object;
}

export interface AskedSettlement {
  withdrawalId: string;
  idempotencyKey: string;
}

/**
 * Withdrawals for those who ask over the Admin API. As in Rafiki a payment's withdrawal has the id of the
 * event that told of its end: there is one, however often it is asked for. Where it was voided there may be
 * another, which goes by the same name.
 */
@Injectable()
export class WithdrawalsAdmin {
  constructor(
    private readonly dataSource: DataSource,
    private readonly door: AdminDoor,
    private readonly withdrawals: WithdrawalsService,
    private readonly incoming: IncomingPaymentsAdmin,
    private readonly outgoing: OutgoingPaymentsAdmin,
    private readonly events: WebhookEventsRepository,
    private readonly ledger: Ledger,
  ) {}

  async fromIncoming(caller: Caller, asked: AskedWithdrawal): Promise<void> {
    const payment = await this.incoming.get(caller, asked.paymentId);
    const event = await this.endOf(payment.id, INCOMING_ENDS);
    await this.withdraw(caller, payment, {
      ...asked,
      event,
      type: Command.WithdrawIncomingPayment,
    });
  }

  async fromOutgoing(caller: Caller, asked: AskedWithdrawal): Promise<void> {
    const payment = await this.outgoing.get(caller, asked.paymentId);
    const event = await this.endOf(payment.id, OUTGOING_ENDS);
    await this.withdraw(caller, payment, {
      ...asked,
      event,
      type: Command.WithdrawOutgoingPayment,
    });
  }

  /** Rafiki's older words for the same: by the event, at once. */
  async byEvent(caller: Caller, eventId: string, idempotencyKey: string): Promise<void> {
    const event = await this.event(caller, eventId);
    const asked = {
      operation: 'withdrawEventLiquidity',
      paymentId: event.subject,
      idempotencyKey,
      timeoutSeconds: 0n,
      input: { eventId },
    };
    if (isOneOf(INCOMING_ENDS, event.type)) return this.fromIncoming(caller, asked);
    if (isOneOf(OUTGOING_ENDS, event.type)) return this.fromOutgoing(caller, asked);
    throw badInput('this event allows no withdrawal');
  }

  async depositByEvent(caller: Caller, eventId: string, idempotencyKey: string): Promise<void> {
    const event = await this.event(caller, eventId);
    if (event.type !== 'outgoing_payment.created') throw badInput('this event asks for no deposit');
    await this.outgoing.deposit(caller, { outgoingPaymentId: event.subject, idempotencyKey });
  }

  /** Books a withdrawal that was reserved, of a payment or of an asset's liquidity. */
  async post(caller: Caller, asked: AskedSettlement): Promise<void> {
    await this.settle(caller, asked, {
      type: Command.PostWithdrawal,
      operation: 'postLiquidityWithdrawal',
      act: (tx, commands) => this.withdrawals.post(tx, commands),
    });
  }

  /** Gives back what such a withdrawal reserved. */
  async void(caller: Caller, asked: AskedSettlement): Promise<void> {
    await this.settle(caller, asked, {
      type: Command.VoidWithdrawal,
      operation: 'voidLiquidityWithdrawal',
      act: (tx, commands) => this.withdrawals.void(tx, commands),
    });
  }

  private async withdraw(
    caller: Caller,
    { id, tenantId }: { id: string; tenantId: string },
    {
      type,
      event,
      operation,
      idempotencyKey,
      timeoutSeconds,
      input,
    }: AskedWithdrawal & {
      type: Command.WithdrawIncomingPayment | Command.WithdrawOutgoingPayment;
      event: WebhookEvent;
    },
  ): Promise<void> {
    if (timeoutSeconds > BigInt(MAX_WITHDRAWAL_TIMEOUT_SECONDS)) {
      throw badInput(`timeoutSeconds is ${MAX_WITHDRAWAL_TIMEOUT_SECONDS} at most`);
    }
    const { voided, ...tried } = await this.latest(event.id);
    const withdrawalId = voided ? uuidv5(tried.id, AFTER_VOIDED) : tried.id;
    const data = { id, withdrawalId, timeoutSeconds: Number(timeoutSeconds) };
    const call = { caller, key: idempotencyKey, operation, input, reference: withdrawalId };
    if (type === Command.WithdrawIncomingPayment) {
      await this.door.obey(adminCommand({ type, tenantId, subject: id, data }), call, {
        look: () => Promise.resolve(),
        act: (tx, commands) => this.withdrawals.withdrawIncoming(tx, commands),
      });
    } else {
      await this.door.obey(adminCommand({ type, tenantId, subject: id, data }), call, {
        look: () => Promise.resolve(),
        act: (tx, commands) => this.withdrawals.withdrawOutgoing(tx, commands),
      });
    }
  }

  private async settle<C extends Command.PostWithdrawal | Command.VoidWithdrawal>(
    caller: Caller,
    { withdrawalId, idempotencyKey }: AskedSettlement,
    {
      type,
      operation,
      act,
    }: {
      type: C;
      operation: string;
      act: (
        tx: Transaction,
        commands: Parameters<WithdrawalsService['post' | 'void']>[1] & never[],
      ) => ReturnType<WithdrawalsService['post']>;
    },
  ): Promise<void> {
    const named = canonicalId(withdrawalId);
    const tenantId = isUuid(named) ? await this.tenantOf(named) : undefined;
    if (tenantId === undefined || !maySee(caller, tenantId)) throw notFound('withdrawal');
    const { id } = await this.latest(named);
    const command = adminCommand<Command.PostWithdrawal | Command.VoidWithdrawal>({
      type,
      tenantId,
      subject: id,
      data: { withdrawalId: id },
    });
    const input = { withdrawalId: named };
    const call = { caller, key: idempotencyKey, operation, input, reference: id };
    await this.door.obey<Command.PostWithdrawal | Command.VoidWithdrawal, void>(command, call, {
      look: () => Promise.resolve(),
      act: (tx, commands) => act(tx, commands as never[]),
    });
  }

  /** Of those that go by one name: the one that is not voided, else the last. */
  private async latest(first: string): Promise<{ id: string; voided: boolean }> {
    let id = first;
    for (let tries = 0; tries < MAX_VOIDED; tries += 1) {
      if ((await this.stateOf(id)) !== 'VOIDED') return { id, voided: false };
      const next = uuidv5(id, AFTER_VOIDED);
      if ((await this.stateOf(next)) === undefined) return { id, voided: true };
      id = next;
    }
    throw new AdminApiError('CONFLICT', `the withdrawal was voided ${MAX_VOIDED} times`);
  }

  private async stateOf(transferId: string): Promise<TransferState | undefined> {
    const transfers = await this.ledger.transfers(this.dataSource.manager, [transferId]);
    return transfers.get(transferId)?.state;
  }

  private async tenantOf(transferId: string): Promise<string | undefined> {
    const { manager } = this.dataSource;
    const transfer = (await this.ledger.transfers(manager, [transferId])).get(transferId);
    if (transfer === undefined) return undefined;
    const accounts = await this.ledger.accounts(manager, [transfer.debitAccountId]);
    return accounts.get(transfer.debitAccountId)?.tenantId;
  }

  private async endOf(
    paymentId: string,
    types: typeof INCOMING_ENDS | typeof OUTGOING_ENDS,
  ): Promise<WebhookEvent> {
    const event = await this.events.latestEnd(this.dataSource.manager, { paymentId, types });
    if (event === undefined) {
      throw new AdminApiError('BAD_USER_INPUT', 'the payment has not ended: there is nothing yet');
    }
    return event;
  }

  private async event(caller: Caller, id: string): Promise<WebhookEvent> {
    const found = isUuid(id) ? await this.events.byId(this.dataSource.manager, id) : undefined;
    if (found === undefined || !maySee(caller, found.tenantId)) throw notFound('event');
    return found;
  }
}

function isOneOf<T extends string>(all: readonly T[], type: string): type is T {
  return (all as readonly string[]).includes(type);
}
