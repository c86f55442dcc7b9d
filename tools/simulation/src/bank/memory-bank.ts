import {
  AccountsRepository,
  CreditsRepository,
  HoldsRepository,
  PendingDecisionsRepository,
  type Account,
  type BalanceChange,
  type Credit,
  type LockedAccount,
  type PendingDecision,
  type SpokenWord,
  type StoredHold,
} from '@tapmesh/mock-ase/simulation';
import type { MemoryDatabase } from '../database/memory-database.js';
import { MessagingTables } from '../database/memory-outbox.js';
import { MemoryTable } from '../database/memory-table.js';
import { constraintViolated, SqlError } from '../database/sql-error.js';

interface StoredWord extends SpokenWord {
  dueAt: number;
}

export class BankTables {
  readonly messaging = new MessagingTables();
  readonly accounts = new MemoryTable<Account>({
    name: 'accounts',
    key: ({ id }) => id,
    check: ({ held }) => {
      if (held < 0n) throw constraintViolated('accounts_held_check');
    },
  });
  readonly holds = new MemoryTable<StoredHold>({
    name: 'holds',
    key: ({ paymentId }) => paymentId,
  });
  readonly credits = new MemoryTable<Credit>({
    name: 'credits',
    key: ({ incomingPaymentId }) => incomingPaymentId,
  });
  readonly pendingDecisions = new MemoryTable<StoredWord>({
    name: 'pending_decisions',
    key: ({ commandId }) => commandId,
  });
}

export class MemoryAccounts extends AccountsRepository {
  constructor(
    private readonly database: MemoryDatabase,
    private readonly tables: BankTables,
  ) {
    super();
  }

  override lock(manager: unknown, ids: string[]): Promise<Map<string, LockedAccount>> {
    return this.database.statement(manager, 'lock accounts', async (tx) => {
      const rows = await tx.lock(this.tables.accounts, ids);
      return new Map(
        rows.map(({ id, assetCode, assetScale, balance, held, script }) => [
          id,
          { id, assetCode, assetScale, balance, held, script },
        ]),
      );
    });
  }

  override change(manager: unknown, changes: BalanceChange[]): Promise<void> {
    if (changes.length === 0) return Promise.resolve();
    return this.database.statement(manager, 'change accounts', async (tx) => {
      for (const { accountId, balance, held } of changes) {
        for (const row of await tx.lock(this.tables.accounts, [accountId])) {
          const after = { ...row, balance: row.balance + balance, held: row.held + held };
          tx.write(this.tables.accounts, after);
        }
      }
    });
  }
}

export class MemoryHolds extends HoldsRepository {
  constructor(
    private readonly database: MemoryDatabase,
    private readonly tables: BankTables,
  ) {
    super();
  }

  override byPaymentIds(manager: unknown, paymentIds: string[]): Promise<Map<string, StoredHold>> {
    return this.database.statement(manager, 'read holds', (tx) => {
      const rows = paymentIds.flatMap((id) => tx.get(this.tables.holds, id) ?? []);
      return new Map(rows.map((row) => [row.paymentId, row]));
    });
  }

  override save(manager: unknown, rows: StoredHold[]): Promise<void> {
    if (rows.length === 0) return Promise.resolve();
    const what = rows.map(({ status }) => status).join(', ');
    return this.database.statement(manager, `holds become ${what}`, async (tx) => {
      for (const row of rows) {
        if (await tx.insert(this.tables.holds, row)) continue;
        for (const stored of await tx.lock(this.tables.holds, [row.paymentId])) {
          const { status, amount, releaseReason } = row;
          tx.write(this.tables.holds, { ...stored, status, amount, releaseReason });
        }
      }
    });
  }
}

export class MemoryPendingDecisions extends PendingDecisionsRepository {
  constructor(
    private readonly database: MemoryDatabase,
    private readonly tables: BankTables,
  ) {
    super();
  }

  override add(manager: unknown, decisions: PendingDecision[]): Promise<void> {
    if (decisions.length === 0) return Promise.resolve();
    return this.database.statement(manager, 'insert pending decisions', async (tx) => {
      for (const { afterMs, fromDeadline, ...word } of decisions) {
        const from =
          fromDeadline && word.deadline ? Date.parse(word.deadline) : this.database.now.getTime();
        if (await tx.insert(this.tables.pendingDecisions, { ...word, dueAt: from + afterMs }))
          continue;
        throw new SqlError('23505', `a decision has the id ${word.commandId} already`);
      }
    });
  }

  override takeDue(manager: unknown, limit: number): Promise<SpokenWord[]> {
    return this.database.statement(manager, 'take pending decisions', (tx) => {
      const due = tx
        .all(this.tables.pendingDecisions)
        .filter(({ dueAt }) => dueAt <= this.database.now.getTime())
        .sort((a, b) => a.dueAt - b.dueAt)
        .slice(0, limit);
      const ids = due.map(({ commandId }) => commandId);
      return tx.claim(this.tables.pendingDecisions, ids).map(({ dueAt: _, ...word }) => {
        tx.delete(this.tables.pendingDecisions, word.commandId);
        return word;
      });
    });
  }

  override nextDueInMs(manager: unknown): Promise<number | undefined> {
    return this.database.statement(manager, 'decisions due?', (tx) => {
      const due = tx.all(this.tables.pendingDecisions).map(({ dueAt }) => dueAt);
      return due.length === 0 ? undefined : Math.min(...due) - this.database.now.getTime();
    });
  }
}

export class MemoryCredits extends CreditsRepository {
  constructor(
    private readonly database: MemoryDatabase,
    private readonly tables: BankTables,
  ) {
    super();
  }

  override insertNew(manager: unknown, credits: Credit[]): Promise<Credit[]> {
    return this.database.statement(manager, 'insert credits', async (tx) => {
      const inserted: Credit[] = [];
      for (const credit of credits) {
        if (await tx.insert(this.tables.credits, credit)) inserted.push(credit);
      }
      return inserted;
    });
  }
}
