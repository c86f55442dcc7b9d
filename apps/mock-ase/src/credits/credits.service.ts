import { Injectable, Logger } from '@nestjs/common';
import { Transactions } from '@tapmesh/messaging';
import { AccountsRepository, type BalanceChange } from '../accounts/accounts.repository.js';
import { MockAseConfig } from '../mock-ase.config.js';
import { CreditsRepository, type Credit } from './credits.repository.js';
import type { ReceivedPayment } from './received-payment.js';
import { Withdrawals } from './withdrawals.js';

/** What the bank does when its merchants have been paid. */
@Injectable()
export class CreditsService {
  private readonly logger = new Logger(CreditsService.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly accounts: AccountsRepository,
    private readonly credits: CreditsRepository,
    private readonly withdrawals: Withdrawals,
    private readonly config: MockAseConfig,
  ) {}

  /** Credits each payment once, however often its end is told. */
  async credit(payments: ReceivedPayment[]): Promise<void> {
    const received = payments.filter(({ receivedAmount }) => receivedAmount.value !== '0');
    if (received.length === 0) return;
    await this.transactions.run(async (tx) => {
      const accountIds = received.map((payment) => creditOf(payment).accountId);
      const accounts = await this.accounts.lock(tx.manager, accountIds);
      const ours: ReceivedPayment[] = [];
      for (const payment of received) {
        if (accounts.has(creditOf(payment).accountId)) ours.push(payment);
        else this.logger.warn(`incoming payment ${payment.id}: the account is not ours`);
      }
      const booked = await this.credits.insertNew(tx.manager, ours.map(creditOf));
      tx.withCommit(this.accounts.change(tx.manager, sums(booked)));
      if (this.config.withdrawOnCompletion) {
        const bookedIds = new Set(booked.map(({ incomingPaymentId }) => incomingPaymentId));
        const toWithdraw = ours.filter(({ id }) => bookedIds.has(id.toLowerCase()));
        this.withdrawals.add(tx, toWithdraw);
      }
    });
  }
}

function creditOf({ id, walletAddressId, receivedAmount }: ReceivedPayment): Credit {
  return {
    incomingPaymentId: id.toLowerCase(),
    accountId: walletAddressId.toLowerCase(),
    amount: BigInt(receivedAmount.value),
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
