import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type {
  AccountBalance,
  NewAccount,
  PendingTransfer,
  SettlementRef,
  StoredTransfer,
  Transfer,
} from './ledger.js';

/**
 * The double-entry ledger. Every method works inside the caller's transaction and on a batch.
 * Accounts are locked in the order of their ids; call `post` as late in the transaction as can be,
 * since every payment of a bank wants the same settlement account.
 */
@Injectable()
export class Ledger {
  /** Opens accounts that are not there yet. Not needed for those that `post` is told to open. */
  async open(_manager: EntityManager, _accounts: NewAccount[]): Promise<void> {
    throw new Error('in the making');
  }

  /** Books transfers at once. `opening`: accounts which their first transfer opens. */
  async post(
    _manager: EntityManager,
    _transfers: Transfer[],
    _opening: NewAccount[] = [],
  ): Promise<void> {
    throw new Error('in the making');
  }

  /** The ids of settlement accounts, opened where they are not there yet. Key: `tenantId/assetId`. */
  async settlementAccount(
    _manager: EntityManager,
    _refs: SettlementRef[],
  ): Promise<Map<string, string>> {
    throw new Error('in the making');
  }

  /** First phase: reserves the amounts in the debited accounts. */
  async reserve(_manager: EntityManager, _transfers: PendingTransfer[]): Promise<void> {
    throw new Error('in the making');
  }

  /** Second phase: books what was reserved. */
  async postPending(_manager: EntityManager, _transferIds: string[]): Promise<void> {
    throw new Error('in the making');
  }

  /** Second phase: gives back what was reserved. */
  async voidPending(_manager: EntityManager, _transferIds: string[]): Promise<void> {
    throw new Error('in the making');
  }

  /** What is posted in each account; 0 for an account that no transfer has opened yet. */
  async balances(_manager: EntityManager, _ids: string[]): Promise<Map<string, bigint>> {
    throw new Error('in the making');
  }

  /** The same with what is reserved, and locked until the transaction ends. */
  async lock(_manager: EntityManager, _ids: string[]): Promise<Map<string, AccountBalance>> {
    throw new Error('in the making');
  }

  /** Locked until the transaction ends, so that only one settles a pending one. */
  async lockTransfers(_manager: EntityManager, _ids: string[]): Promise<StoredTransfer[]> {
    throw new Error('in the making');
  }
}
