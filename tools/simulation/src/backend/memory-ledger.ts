import {
  LedgerError,
  LedgerRepository,
  type BalanceChange,
  type Booking,
  type ChangedAccount,
  type NewAccount,
  type StoredAccount,
  type StoredTransfer,
} from '@tapmesh/backend/simulation';
import type { MemoryDatabase } from '../database/memory-database.js';
import type { MemoryTransaction } from '../database/memory-transaction.js';
import { SqlError } from '../database/sql-error.js';
import type { BackendTables } from './backend-tables.js';

export class MemoryLedger extends LedgerRepository {
  constructor(
    private readonly database: MemoryDatabase,
    private readonly tables: BackendTables,
  ) {
    super();
  }

  override open(manager: unknown, accounts: readonly NewAccount[]): Promise<void> {
    return this.database.statement(manager, 'open ledger accounts', async (tx) => {
      for (const account of inOrder(accounts)) await this.openOne(tx, account);
    });
  }

  override openAndHold(manager: unknown, accounts: readonly NewAccount[]): Promise<void> {
    return this.database.statement(manager, 'open and hold ledger accounts', async (tx) => {
      for (const account of inOrder(accounts)) {
        await this.openOne(tx, account);
        await tx.lock(this.tables.accounts, [account.id]);
      }
    });
  }

  override book(manager: unknown, booking: Booking): Promise<ChangedAccount[]> {
    return this.database.statement(manager, 'book', async (tx) => {
      await this.insertTransfers(tx, booking);
      return this.change(tx, booking.changes);
    });
  }

  override bookAndOpen(
    manager: unknown,
    booking: Booking,
    accounts: readonly NewAccount[],
  ): Promise<void> {
    return this.database.statement(manager, 'book and open', async (tx) => {
      await this.insertTransfers(tx, booking);
      const posted = new Map(booking.changes.map((change) => [change.accountId, change.posted]));
      for (const account of inOrder(accounts)) {
        await this.openOne(tx, account);
        const [stored] = await tx.lock(this.tables.accounts, [account.id]);
        if (stored === undefined) throw new Error(`account ${account.id} was not opened`);
        if (!isTheSame(stored, account)) {
          throw new LedgerError(
            'account_mismatch',
            `${account.id} is an account of something else`,
          );
        }
        this.add(tx, stored, { posted: posted.get(account.id) ?? 0n, reserved: 0n });
      }
    });
  }

  override settle(
    manager: unknown,
    settlement: {
      transferIds: readonly string[];
      outcome: 'POSTED' | 'VOIDED';
      changes: readonly BalanceChange[];
    },
  ): Promise<ChangedAccount[]> {
    const { transferIds, outcome, changes } = settlement;
    return this.database.statement(manager, `settle: ${outcome}`, async (tx) => {
      for (const transfer of await tx.lock(this.tables.transfers, transferIds)) {
        if (transfer.state === 'PENDING') {
          tx.write(this.tables.transfers, { ...transfer, state: outcome });
        }
      }
      return this.change(tx, changes);
    });
  }

  override accounts(manager: unknown, ids: readonly string[]): Promise<StoredAccount[]> {
    return this.database.statement(manager, 'ledger accounts', (tx) =>
      [...ids].sort().flatMap((id) => tx.get(this.tables.accounts, id) ?? []),
    );
  }

  override lockAccounts(manager: unknown, ids: readonly string[]): Promise<StoredAccount[]> {
    return this.database.statement(manager, 'lock ledger accounts', (tx) =>
      tx.lock(this.tables.accounts, ids),
    );
  }

  override transfers(manager: unknown, ids: readonly string[]): Promise<StoredTransfer[]> {
    return this.database.statement(manager, 'transfers', (tx) =>
      [...ids].sort().flatMap((id) => tx.get(this.tables.transfers, id) ?? []),
    );
  }

  override lockTransfers(manager: unknown, ids: readonly string[]): Promise<StoredTransfer[]> {
    return this.database.statement(manager, 'lock transfers', (tx) =>
      tx.lock(this.tables.transfers, ids),
    );
  }

  override hasExpired(manager: unknown): Promise<boolean> {
    return this.database.statement(
      manager,
      'withdrawals due?',
      (tx) => this.expired(tx).length > 0,
    );
  }

  override claimExpired(manager: unknown, limit: number): Promise<StoredTransfer[]> {
    return this.database.statement(manager, 'claim withdrawals', (tx) =>
      tx.claim(
        this.tables.transfers,
        this.expired(tx)
          .slice(0, limit)
          .map(({ id }) => id),
      ),
    );
  }

  private expired(tx: MemoryTransaction): StoredTransfer[] {
    const now = this.database.now.getTime();
    return tx
      .all(this.tables.transfers)
      .filter(({ state, expiresAt }) => state === 'PENDING' && (expiresAt?.getTime() ?? 0) <= now);
  }

  private async openOne(tx: MemoryTransaction, account: NewAccount): Promise<void> {
    const { id, kind, assetId, tenantId } = account;
    const fresh = { id, kind, assetId, tenantId, posted: 0n, reserved: 0n };
    await tx.insert(this.tables.accounts, fresh);
  }

  private async insertTransfers(
    tx: MemoryTransaction,
    { transfers, state }: Booking,
  ): Promise<void> {
    for (const { timeoutSeconds, ...transfer } of transfers) {
      const expiresAt =
        timeoutSeconds === undefined
          ? undefined
          : new Date(this.database.now.getTime() + timeoutSeconds * 1_000);
      const row = { ...transfer, state, createdAt: this.database.now, expiresAt };
      if (!(await tx.insert(this.tables.transfers, row))) {
        throw new LedgerError('transfer_id_reused', `${transfer.id} was booked before`);
      }
    }
  }

  private async change(
    tx: MemoryTransaction,
    changes: readonly BalanceChange[],
  ): Promise<ChangedAccount[]> {
    const byId = new Map(changes.map((change) => [change.accountId, change]));
    const locked = await tx.lock(this.tables.accounts, byId.keys());
    return locked.map((account) => this.add(tx, account, byId.get(account.id)!));
  }

  private add(
    tx: MemoryTransaction,
    account: StoredAccount,
    { posted, reserved }: Pick<BalanceChange, 'posted' | 'reserved'>,
  ): ChangedAccount {
    const after = {
      ...account,
      posted: account.posted + posted,
      reserved: account.reserved + reserved,
    };
    try {
      tx.write(this.tables.accounts, after);
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      throw new LedgerError('insufficient_balance', error.message);
    }
    return after;
  }
}

function isTheSame(stored: NewAccount, wanted: NewAccount): boolean {
  return (
    stored.kind === wanted.kind &&
    stored.assetId === wanted.assetId &&
    stored.tenantId === wanted.tenantId
  );
}

function inOrder(accounts: readonly NewAccount[]): NewAccount[] {
  return [...accounts].sort((a, b) => (a.id < b.id ? -1 : 1));
}
