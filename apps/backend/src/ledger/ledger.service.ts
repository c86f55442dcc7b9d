import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tapmesh/messaging';
import type { EntityManager } from 'typeorm';
import { canonicalId, distinctIds } from '../identifier.js';
import { LedgerError } from './ledger.error.js';
import type {
  NewAccount,
  PendingTransfer,
  SettlementRef,
  StoredAccount,
  StoredTransfer,
  Transfer,
} from './ledger.js';
import { LedgerRepository } from './ledger.repository.js';
import {
  checkChanged,
  checkOpening,
  checkTransfers,
  opensByPosting,
  postedChanges,
  reservedChanges,
  settledChanges,
} from './ledger.rules.js';
import { settlementAccount, settlementAccountId } from './settlement-account.js';

/**
 * The double-entry ledger. Every method works inside the caller's transaction and on a batch.
 * Accounts are locked in the order of their ids; call `post` as late in the transaction as can be,
 * since every payment of a bank wants the same settlement account.
 *
 * Whatever throws a `LedgerError` has to be followed by a rollback.
 */
@Injectable()
export class Ledger {
  constructor(private readonly repository: LedgerRepository) {}

  /** Opens accounts that are not there yet. Not needed for those that `post` is told to open. */
  async open(manager: EntityManager, accounts: NewAccount[]): Promise<void> {
    if (accounts.length > 0) await this.repository.open(manager, accounts);
  }

  /**
   * Books transfers at once, in one statement. `opening`: accounts that may not be there yet; naming
   * every account of the batch there (settlement accounts too) saves the statement that opens them.
   */
  async post(
    manager: EntityManager,
    transfers: Transfer[],
    opening: NewAccount[] = [],
  ): Promise<void> {
    if (transfers.length === 0) return this.open(manager, opening);
    const { accounts, ...booking } = posting(transfers, opening);
    if (opensByPosting(booking.changes, accounts)) {
      return this.repository.bookAndOpen(manager, booking, accounts);
    }
    await this.open(manager, accounts);
    checkChanged(booking.changes, await this.repository.book(manager, booking), accounts);
  }

  /**
   * The same as the last thing that a transaction does. Where one statement does it all, which itself
   * refuses what may not be, nobody waits for it: what everybody wants is locked for a round trip less.
   */
  async postLast(tx: Transaction, transfers: Transfer[], opening: NewAccount[]): Promise<void> {
    if (transfers.length === 0) return this.open(tx.manager, opening);
    const { accounts, ...booking } = posting(transfers, opening);
    if (opensByPosting(booking.changes, accounts)) {
      tx.withCommit(this.repository.bookAndOpen(tx.manager, booking, accounts));
    } else {
      await this.post(tx.manager, transfers, opening);
    }
  }

  /** The ids of settlement accounts, opened where they are not there yet, by `settlementKey`. */
  async settlementAccount(
    manager: EntityManager,
    refs: SettlementRef[],
  ): Promise<Map<string, string>> {
    await this.open(manager, distinct(refs.map(settlementAccount)));
    return new Map(refs.map((ref) => [settlementKey(ref), settlementAccountId(ref)]));
  }

  /**
   * First phase: reserves the amounts in the debited accounts. `opening`: as in `post`, for what is
   * to be credited.
   */
  async reserve(
    manager: EntityManager,
    transfers: PendingTransfer[],
    opening: NewAccount[] = [],
  ): Promise<void> {
    checkTransfers(transfers);
    await this.open(manager, distinct(opening));
    if (transfers.length === 0) return;
    const changes = reservedChanges(transfers);
    const booking = { transfers, changes, state: 'PENDING' as const };
    checkChanged(changes, await this.repository.book(manager, booking));
  }

  /** Second phase: books what was reserved. */
  async postPending(manager: EntityManager, transferIds: string[]): Promise<void> {
    await this.settle(manager, await this.lockPending(manager, transferIds), 'POSTED');
  }

  /** Second phase: gives back what was reserved. */
  async voidPending(manager: EntityManager, transferIds: string[]): Promise<void> {
    await this.settle(manager, await this.lockPending(manager, transferIds), 'VOIDED');
  }

  /** Whether there is anything for `voidExpired`: one indexed look, outside any transaction. */
  hasExpired(manager: EntityManager): Promise<boolean> {
    return this.repository.hasExpired(manager);
  }

  /** Voids pending transfers whose time is over, leaving out those that somebody else settles. */
  async voidExpired(manager: EntityManager, limit: number): Promise<StoredTransfer[]> {
    const expired = await this.repository.claimExpired(manager, limit);
    await this.settle(manager, expired, 'VOIDED');
    return expired;
  }

  /** What is posted in each account; 0 for an account that no transfer has opened yet. */
  async balances(manager: EntityManager, ids: string[]): Promise<Map<string, bigint>> {
    const accounts = await this.accounts(manager, ids);
    return new Map(ids.map((id) => [id, accounts.get(canonicalId(id))?.posted ?? 0n]));
  }

  /** The accounts that exist, by id. */
  async accounts(manager: EntityManager, ids: string[]): Promise<Map<string, StoredAccount>> {
    return byId(await this.repository.accounts(manager, ids));
  }

  /** The same, locked until the transaction ends. */
  async lock(manager: EntityManager, ids: string[]): Promise<Map<string, StoredAccount>> {
    return byId(await this.repository.lockAccounts(manager, ids));
  }

  /**
   * Locks these, opened where they are not there yet. Opening afterwards what `lock` did not find
   * would take locks out of order, against those who open by posting.
   */
  async openAndLock(
    manager: EntityManager,
    accounts: NewAccount[],
  ): Promise<Map<string, StoredAccount>> {
    if (accounts.length === 0) return new Map();
    const opening = distinct(accounts);
    await this.repository.openAndHold(manager, opening);
    return byId(
      await this.repository.accounts(
        manager,
        opening.map(({ id }) => id),
      ),
    );
  }

  /** The transfers that exist, by id. */
  async transfers(manager: EntityManager, ids: string[]): Promise<Map<string, StoredTransfer>> {
    return byId(await this.repository.transfers(manager, ids));
  }

  /** The same, locked until the transaction ends: only one may settle them. */
  async lockTransfers(manager: EntityManager, ids: string[]): Promise<Map<string, StoredTransfer>> {
    return byId(await this.repository.lockTransfers(manager, ids));
  }

  private async lockPending(manager: EntityManager, ids: string[]): Promise<StoredTransfer[]> {
    const transfers = await this.lockTransfers(manager, ids);
    return distinctIds(ids).map((id) => {
      const transfer = transfers.get(id);
      if (transfer?.state !== 'PENDING') {
        throw new LedgerError('transfer_not_pending', `${id} is ${transfer?.state ?? 'not there'}`);
      }
      return transfer;
    });
  }

  private async settle(
    manager: EntityManager,
    transfers: StoredTransfer[],
    outcome: 'POSTED' | 'VOIDED',
  ): Promise<void> {
    if (transfers.length === 0) return;
    const transferIds = transfers.map(({ id }) => id);
    const changes = settledChanges(transfers, outcome);
    checkChanged(changes, await this.repository.settle(manager, { transferIds, outcome, changes }));
  }
}

function posting(transfers: Transfer[], opening: NewAccount[]) {
  checkTransfers(transfers);
  const changes = postedChanges(transfers);
  const accounts = distinct(opening);
  checkOpening(changes, accounts);
  return { transfers, changes, accounts, state: 'POSTED' as const };
}

export function settlementKey({ tenantId, assetId }: SettlementRef): string {
  return `${tenantId}/${assetId}`;
}

function distinct(accounts: readonly NewAccount[]): NewAccount[] {
  return [...byId(accounts).values()];
}

function byId<T extends { id: string }>(things: readonly T[]): Map<string, T> {
  return new Map(things.map((thing) => [canonicalId(thing.id), thing]));
}
