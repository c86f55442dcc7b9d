import { Injectable } from '@nestjs/common';
import type { Command, Message } from '@tapmesh/events';
import type { Transaction } from '@tapmesh/messaging';
import { databaseTime } from '../clock.js';
import { ACCEPTED, refused, type Outcome } from '../commands/outcome.js';
import { canonicalId, distinctIds } from '../identifier.js';
import { IncomingPaymentsRepository } from '../incoming-payments/incoming-payments.repository.js';
import { Ledger } from '../ledger/ledger.service.js';
import { OutgoingPaymentsRepository } from '../outgoing-payments/outgoing-payments.repository.js';
import { fromIncoming, fromOutgoing } from './withdrawable.js';
import { decideSettlement, decideWithdrawal } from './withdrawal.decide.js';
import { refusalCodes } from './withdrawal.refusals.js';
import { toWithdrawal } from './withdrawal.transfer.js';
import type { Settle, WithdrawablePayment, Withdrawal } from './withdrawal.js';
import { WithdrawalsInHand } from './withdrawals-in-hand.js';

type WithdrawCommand =
  Message<Command.WithdrawIncomingPayment> | Message<Command.WithdrawOutgoingPayment>;
type SettleCommand = Message<Command.PostWithdrawal> | Message<Command.VoidWithdrawal>;

/** Takes money out of finished payments. Each use case takes a batch, in the caller's transaction. */
@Injectable()
export class WithdrawalsService {
  constructor(
    private readonly incomingPayments: IncomingPaymentsRepository,
    private readonly outgoingPayments: OutgoingPaymentsRepository,
    private readonly ledger: Ledger,
  ) {}

  async withdrawIncoming(
    tx: Transaction,
    commands: Message<Command.WithdrawIncomingPayment>[],
  ): Promise<Outcome[]> {
    const locked = await this.incomingPayments.lock(tx.manager, paymentIds(commands));
    return this.withdraw(tx, commands, [...locked.values()].map(fromIncoming));
  }

  async withdrawOutgoing(
    tx: Transaction,
    commands: Message<Command.WithdrawOutgoingPayment>[],
  ): Promise<Outcome[]> {
    const { payments } = await this.outgoingPayments.lock(tx.manager, paymentIds(commands));
    return this.withdraw(tx, commands, [...payments.values()].map(fromOutgoing));
  }

  post(tx: Transaction, commands: Message<Command.PostWithdrawal>[]): Promise<Outcome[]> {
    return this.settle(tx, commands, 'post');
  }

  void(tx: Transaction, commands: Message<Command.VoidWithdrawal>[]): Promise<Outcome[]> {
    return this.settle(tx, commands, 'void');
  }

  /** Voids what nobody settled in time. @returns how many it voided */
  async voidExpired(tx: Transaction, limit: number): Promise<number> {
    return (await this.ledger.voidExpired(tx.manager, limit)).length;
  }

  private async withdraw(
    tx: Transaction,
    commands: WithdrawCommand[],
    payments: WithdrawablePayment[],
  ): Promise<Outcome[]> {
    const ids = payments.map(({ id }) => id);
    const hand = new WithdrawalsInHand({
      payments,
      accounts: await this.ledger.lock(tx.manager, ids),
      transfers: await this.ledger.transfers(tx.manager, withdrawalIds(commands)),
    });
    const outcomes = commands.map(({ data, tenantId }): Outcome => {
      const { timeoutSeconds } = data;
      const source = hand.source({ paymentId: data.id, withdrawalId: data.withdrawalId });
      const decision = decideWithdrawal(source, { tenantId, timeoutSeconds });
      if (!decision.accepted) return refused(refusalCodes[decision.refusal], decision.refusal);
      hand.apply(data, decision.events);
      return ACCEPTED;
    });
    await this.ledger.reserve(tx.manager, hand.reserved, hand.settlements);
    await this.ledger.post(tx.manager, hand.posted);
    return outcomes;
  }

  private async settle(
    tx: Transaction,
    commands: SettleCommand[],
    type: Settle['type'],
  ): Promise<Outcome[]> {
    const withdrawals = await this.lockWithdrawals(tx, withdrawalIds(commands));
    const now = await databaseTime(tx.manager);
    const settled = new Set<string>();
    const outcomes = commands.map(({ data, tenantId }): Outcome => {
      const id = canonicalId(data.withdrawalId);
      const decision = decideSettlement(withdrawals.get(id), { type, tenantId }, now);
      if (!decision.accepted) return refused(refusalCodes[decision.refusal]);
      // A second command for it in this batch comes too late.
      if (settled.has(id)) return refused(refusalCodes.NOT_PENDING);
      settled.add(id);
      return ACCEPTED;
    });
    if (type === 'post') await this.ledger.postPending(tx.manager, [...settled]);
    else await this.ledger.voidPending(tx.manager, [...settled]);
    return outcomes;
  }

  private async lockWithdrawals(tx: Transaction, ids: string[]): Promise<Map<string, Withdrawal>> {
    const transfers = [...(await this.ledger.lockTransfers(tx.manager, ids)).values()];
    const debited = transfers.map(({ debitAccountId }) => debitAccountId);
    const accounts = await this.ledger.accounts(tx.manager, debited);
    return new Map(
      transfers.flatMap((transfer) => {
        const account = accounts.get(transfer.debitAccountId);
        const withdrawal = account && toWithdrawal(transfer, account.tenantId);
        return withdrawal === undefined ? [] : [[withdrawal.id, withdrawal] as const];
      }),
    );
  }
}

function paymentIds(commands: WithdrawCommand[]): string[] {
  return distinctIds(commands.map(({ data }) => data.id));
}

function withdrawalIds(commands: (WithdrawCommand | SettleCommand)[]): string[] {
  return distinctIds(commands.map(({ data }) => data.withdrawalId));
}
