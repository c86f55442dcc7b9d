import { Injectable, Logger } from '@nestjs/common';
import { Command, type IncomingPaymentEvent, type Message } from '@tapmesh/events';
import { MessageFactory, Transactions, type OutgoingMessage } from '@tapmesh/messaging';
import { v7 as uuidv7 } from 'uuid';
import { AccountsRepository, type BalanceChange } from '../accounts/accounts.repository.js';
import { MockAseConfig } from '../mock-ase.config.js';
import { CreditsRepository, type Credit } from './credits.repository.js';

type EndedMessage = Message<IncomingPaymentEvent.Completed | IncomingPaymentEvent.Expired>;

/** What the bank does when its merchants have been paid. */
@Injectable()
export class CreditsService {
  private readonly logger = new Logger(CreditsService.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly accounts: AccountsRepository,
    private readonly credits: CreditsRepository,
    private readonly messages: MessageFactory,
    private readonly config: MockAseConfig,
  ) {}

  /** Credits each payment once, however often its end is told. */
  async credit(messages: EndedMessage[]): Promise<void> {
    const received = messages.filter(({ data }) => data.receivedAmount.value !== '0');
    if (received.length === 0) return;
    await this.transactions.run(async (tx) => {
      const accountIds = received.map((message) => creditOf(message).accountId);
      const accounts = await this.accounts.lock(tx.manager, accountIds);
      const ours: EndedMessage[] = [];
      for (const message of received) {
        if (accounts.has(creditOf(message).accountId)) ours.push(message);
        else this.logger.warn(`incoming payment ${message.data.id}: the account is not ours`);
      }
      const booked = await this.credits.insertNew(tx.manager, ours.map(creditOf));
      tx.withCommit(this.accounts.change(tx.manager, sums(booked)));
      if (this.config.withdrawOnCompletion) {
        const bookedIds = new Set(booked.map(({ incomingPaymentId }) => incomingPaymentId));
        const toWithdraw = ours.filter(({ data }) => bookedIds.has(data.id.toLowerCase()));
        tx.send(...toWithdraw.map((message) => this.withdrawal(message)));
      }
    });
  }

  /** Empties the incoming payment's account into the bank's settlement account, in one phase. */
  private withdrawal({ data, key }: EndedMessage): OutgoingMessage {
    return {
      message: this.messages.make({
        type: Command.WithdrawIncomingPayment,
        key,
        subject: data.id,
        tenantId: this.config.tenantId,
        data: { id: data.id, withdrawalId: uuidv7(), timeoutSeconds: 0 },
      }),
    };
  }
}

function creditOf({ data }: EndedMessage): Credit {
  return {
    incomingPaymentId: data.id.toLowerCase(),
    accountId: data.walletAddressId.toLowerCase(),
    amount: BigInt(data.receivedAmount.value),
  };
}

function sums(credits: Credit[]): BalanceChange[] {
  const byAccount = new Map<string, BalanceChange>();
  for (const { accountId, amount } of credits) {
    const sum = byAccount.get(accountId) ?? { accountId, balance: 0n, held: 0n };
    sum.balance += amount;
    byAccount.set(accountId, sum);
  }
  return [...byAccount.values()];
}
