import { Injectable, Logger } from '@nestjs/common';
import { Command, type IncomingPaymentEvent, type Message } from '@tapmesh/events';
import { MessageFactory, Transactions, type OutgoingMessage } from '@tapmesh/messaging';
import { v7 as uuidv7 } from 'uuid';
import { AccountsRepository, type BalanceChange } from '../accounts/accounts.repository.js';
import { MockAseConfig } from '../mock-ase.config.js';
import { CreditsRepository, type Credit } from './credits.repository.js';

type CompletedMessage = Message<IncomingPaymentEvent.Completed>;

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

  /** Credits each payment once, however often it is told. */
  async credit(messages: CompletedMessage[]): Promise<void> {
    await this.transactions.run(async (tx) => {
      const accounts = await this.accounts.lock(
        tx.manager,
        messages.map((message) => creditOf(message).accountId),
      );
      const ours = messages.filter((message) => accounts.has(creditOf(message).accountId));
      for (const message of messages) {
        if (ours.includes(message)) continue;
        this.logger.warn(`incoming payment ${message.data.id} is for an account that is not ours`);
      }
      const booked = await this.credits.insertNew(tx.manager, ours.map(creditOf));
      await this.accounts.change(tx.manager, sums(booked));
      if (this.config.withdrawOnCompletion) {
        const bookedIds = new Set(booked.map(({ incomingPaymentId }) => incomingPaymentId));
        const toWithdraw = ours.filter(({ data }) => bookedIds.has(data.id.toLowerCase()));
        tx.send(...toWithdraw.map((message) => this.withdrawal(message)));
      }
    });
  }

  /** Empties the incoming payment's account into the bank's settlement account, in one phase. */
  private withdrawal({ data, key }: CompletedMessage): OutgoingMessage {
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

function creditOf({ data }: CompletedMessage): Credit {
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
