import type { Transaction } from '@tapmesh/messaging';
import type { EntityManager } from 'typeorm';
import type {
  AccountsRepository,
  BalanceChange,
  LockedAccount,
} from '../accounts/accounts.repository.js';
import { accountChange, decide, evolve } from './hold.decide.js';
import { toHold } from './hold.entity.js';
import type { Hold, HoldCommand, HoldOutcome } from './hold.js';
import type { HoldsRepository, StoredHold } from './holds.repository.js';

/** A payment and the account that it is to be paid from. */
export interface PaymentRef {
  paymentId: string;
  accountId: string;
}

export interface HoldBookRepositories {
  accounts: AccountsRepository;
  holds: HoldsRepository;
}

/**
 * The accounts and holds of one batch, locked: each command sees what those before it in the batch
 * have done, and everything is stored at the end in two statements.
 */
export class HoldBook {
  private readonly changes = new Map<string, BalanceChange>();
  private readonly touched = new Map<string, StoredHold>();

  private constructor(
    private readonly manager: EntityManager,
    private readonly repositories: HoldBookRepositories,
    private readonly accounts: Map<string, LockedAccount>,
    private readonly rows: Map<string, StoredHold>,
  ) {}

  /** Locks the accounts, then reads the holds: an account's lock guards all of its holds. */
  static async open(
    manager: EntityManager,
    repositories: HoldBookRepositories,
    payments: PaymentRef[],
  ): Promise<HoldBook> {
    // One round trip; the connection does one after the other all the same.
    const [accounts, rows] = await Promise.all([
      repositories.accounts.lock(
        manager,
        payments.map(({ accountId }) => accountId),
      ),
      repositories.holds.byPaymentIds(
        manager,
        payments.map(({ paymentId }) => paymentId),
      ),
    ]);
    return new HoldBook(manager, repositories, accounts, rows);
  }

  /** As it stands now, with what this batch has done to it. */
  account(accountId: string): LockedAccount | undefined {
    return this.accounts.get(accountId);
  }

  hold(paymentId: string): Hold {
    return toHold(this.touched.get(paymentId) ?? this.rows.get(paymentId));
  }

  /** The bank's command that brought the hold about. */
  commandId(paymentId: string): string | null {
    return (this.touched.get(paymentId) ?? this.rows.get(paymentId))?.commandId ?? null;
  }

  apply(payment: PaymentRef, command: HoldCommand, commandId?: string): HoldOutcome {
    const before = this.hold(payment.paymentId);
    const outcome = decide(before, command);
    if ('refused' in outcome) return outcome;

    const after = evolve(before, outcome.event);
    if (after.status === 'NONE') throw new Error('a hold that has begun cannot be unknown again');
    this.touched.set(payment.paymentId, {
      ...payment,
      status: after.status,
      amount: after.amount,
      releaseReason: after.status === 'RELEASED' ? after.reason : null,
      commandId: commandId ?? this.commandId(payment.paymentId),
    });
    this.changeAccount(payment.accountId, accountChange(outcome.event));
    return outcome;
  }

  save(tx: Pick<Transaction, 'withCommit'>): void {
    const changes = [...this.changes.values()].filter((c) => c.balance !== 0n || c.held !== 0n);
    tx.withCommit(
      this.repositories.holds.save(this.manager, [...this.touched.values()]),
      this.repositories.accounts.change(this.manager, changes),
    );
  }

  private changeAccount(accountId: string, change: { balance: bigint; held: bigint }): void {
    const account = this.accounts.get(accountId);
    if (!account) return;
    account.balance += change.balance;
    account.held += change.held;
    const sum = this.changes.get(accountId) ?? { accountId, balance: 0n, held: 0n };
    sum.balance += change.balance;
    sum.held += change.held;
    this.changes.set(accountId, sum);
  }
}
