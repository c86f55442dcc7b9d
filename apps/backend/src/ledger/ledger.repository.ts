import { Injectable } from '@nestjs/common';
import { QueryFailedError, type EntityManager } from 'typeorm';
import { canonicalId } from '../identifier.js';
import { LedgerError } from './ledger.error.js';
import type {
  NewAccount,
  StoredAccount,
  StoredTransfer,
  Transfer,
  TransferState,
} from './ledger.js';
import type { BalanceChange, ChangedAccount } from './ledger.rules.js';
import {
  ACCOUNTS,
  BOOK,
  BOOK_AND_OPEN,
  CLAIM_EXPIRED,
  HAS_EXPIRED,
  LOCK_ACCOUNTS,
  LOCK_TRANSFERS,
  OPEN,
  OPEN_AND_HOLD,
  SETTLE,
  TRANSFERS,
} from './ledger.statements.js';

export interface Booking {
  transfers: readonly (Transfer & { timeoutSeconds?: number })[];
  state: Exclude<TransferState, 'VOIDED'>;
  changes: readonly BalanceChange[];
}

interface AccountRow {
  id: string;
  kind: NewAccount['kind'];
  assetId: string;
  tenantId: string;
  posted: string;
  reserved: string;
}

type TransferRow = Omit<StoredTransfer, 'amount' | 'paymentId' | 'expiresAt'> & {
  amount: string;
  paymentId: string | null;
  expiresAt: Date | null;
};

/** One statement a method. */
@Injectable()
export class LedgerRepository {
  async open(manager: EntityManager, accounts: readonly NewAccount[]): Promise<void> {
    await manager.query(OPEN, accountColumns(accounts));
  }

  /** The same, and locks those that are there: all of them in the order of their ids. */
  async openAndHold(manager: EntityManager, accounts: readonly NewAccount[]): Promise<void> {
    await manager.query(OPEN_AND_HOLD, accountColumns(accounts));
  }

  book(manager: EntityManager, booking: Booking): Promise<ChangedAccount[]> {
    return run(manager, BOOK, [...transferColumns(booking), ...changeColumns(booking.changes)]);
  }

  /**
   * Every account that changes must be among `accounts`.
   * @throws {LedgerError} account_mismatch where one of them is there and is something else
   */
  async bookAndOpen(
    manager: EntityManager,
    booking: Booking,
    accounts: readonly NewAccount[],
  ): Promise<void> {
    const posted = new Map(booking.changes.map((change) => [change.accountId, change.posted]));
    await run(manager, BOOK_AND_OPEN, [
      ...transferColumns(booking),
      ...accountColumns(accounts),
      accounts.map(({ id }) => String(posted.get(canonicalId(id)) ?? 0n)),
    ]);
  }

  settle(
    manager: EntityManager,
    settlement: {
      transferIds: readonly string[];
      outcome: 'POSTED' | 'VOIDED';
      changes: readonly BalanceChange[];
    },
  ): Promise<ChangedAccount[]> {
    const { transferIds, outcome, changes } = settlement;
    return run(manager, SETTLE, [transferIds, outcome, ...changeColumns(changes)]);
  }

  async accounts(manager: EntityManager, ids: readonly string[]): Promise<StoredAccount[]> {
    return toAccounts(await manager.query<AccountRow[]>(ACCOUNTS, [ids]));
  }

  async lockAccounts(manager: EntityManager, ids: readonly string[]): Promise<StoredAccount[]> {
    return toAccounts(await manager.query<AccountRow[]>(LOCK_ACCOUNTS, [ids]));
  }

  async transfers(manager: EntityManager, ids: readonly string[]): Promise<StoredTransfer[]> {
    return toTransfers(await manager.query<TransferRow[]>(TRANSFERS, [ids]));
  }

  async lockTransfers(manager: EntityManager, ids: readonly string[]): Promise<StoredTransfer[]> {
    return toTransfers(await manager.query<TransferRow[]>(LOCK_TRANSFERS, [ids]));
  }

  async hasExpired(manager: EntityManager): Promise<boolean> {
    const [row] = await manager.query<{ found: boolean }[]>(HAS_EXPIRED);
    return row?.found ?? false;
  }

  async claimExpired(manager: EntityManager, limit: number): Promise<StoredTransfer[]> {
    return toTransfers(await manager.query<TransferRow[]>(CLAIM_EXPIRED, [limit]));
  }
}

async function run(
  manager: EntityManager,
  statement: string,
  parameters: unknown[],
): Promise<ChangedAccount[]> {
  try {
    return await manager.query<ChangedAccount[]>(statement, parameters);
  } catch (error) {
    throw toLedgerError(error) ?? error;
  }
}

interface DriverError {
  code?: string;
  column?: string;
  constraint?: string;
  detail?: string;
}

/** SQLSTATE. */
const NOT_NULL_VIOLATION = '23502';

/** The constraints are the last word on what may be booked; the caller hears it in the ledger's words. */
function toLedgerError(error: unknown): LedgerError | undefined {
  if (!(error instanceof QueryFailedError)) return undefined;
  const { code, column, constraint, detail } = error.driverError as DriverError;
  if (code === NOT_NULL_VIOLATION && column === 'posted') {
    return new LedgerError('account_mismatch', detail ?? 'an account is of something else');
  }
  if (constraint === 'ledger_accounts_not_overdrawn') {
    return new LedgerError('insufficient_balance', 'an account that may not be overdrawn would be');
  }
  if (constraint === 'ledger_transfers_pkey') {
    return new LedgerError('transfer_id_reused', detail ?? 'the transfer was booked before');
  }
  return undefined;
}

function transferColumns({ transfers, state }: Booking): unknown[] {
  return [
    transfers.map(({ id }) => id),
    transfers.map(({ debitAccountId }) => debitAccountId),
    transfers.map(({ creditAccountId }) => creditAccountId),
    transfers.map(({ assetId }) => assetId),
    transfers.map(({ amount }) => String(amount)),
    transfers.map(({ kind }) => kind),
    transfers.map(({ paymentId }) => paymentId ?? null),
    state,
    transfers.map(({ timeoutSeconds }) => timeoutSeconds ?? null),
  ];
}

function accountColumns(accounts: readonly NewAccount[]): unknown[] {
  return [
    accounts.map(({ id }) => id),
    accounts.map(({ kind }) => kind),
    accounts.map(({ assetId }) => assetId),
    accounts.map(({ tenantId }) => tenantId),
  ];
}

function changeColumns(changes: readonly BalanceChange[]): [string[], string[], string[]] {
  return [
    changes.map(({ accountId }) => accountId),
    changes.map(({ posted }) => String(posted)),
    changes.map(({ reserved }) => String(reserved)),
  ];
}

function toAccounts(rows: AccountRow[]): StoredAccount[] {
  return rows.map((row) => ({
    ...row,
    posted: BigInt(row.posted),
    reserved: BigInt(row.reserved),
  }));
}

function toTransfers(rows: TransferRow[]): StoredTransfer[] {
  return rows.map((row) => ({
    ...row,
    amount: BigInt(row.amount),
    paymentId: row.paymentId ?? undefined,
    expiresAt: row.expiresAt ?? undefined,
  }));
}
