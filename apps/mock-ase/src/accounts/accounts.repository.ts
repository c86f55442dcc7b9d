import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Script } from '../scripts/script.js';
import { Account } from './account.entity.js';

/** What a transaction did to an account, in sum. */
export interface BalanceChange {
  accountId: string;
  balance: bigint;
  held: bigint;
}

export type NewAccount = Omit<Account, 'held' | 'openingBalance'>;

/** What a decision is made from. */
export type LockedAccount = Omit<Account, 'path' | 'name' | 'openingBalance'>;

interface LockedRow {
  id: string;
  asset_code: string;
  asset_scale: number;
  balance: string;
  held: string;
  script: Script;
}

@Injectable()
export class AccountsRepository {
  /**
   * In the order of their ids, which is the one order in which this service locks anything. By hand
   * and not by TypeORM's `find`, which makes another statement for each number of ids.
   */
  async lock(manager: EntityManager, ids: string[]): Promise<Map<string, LockedAccount>> {
    const rows = await manager.query<LockedRow[]>(
      `SELECT id, asset_code, asset_scale, balance, held, script FROM accounts
       WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE`,
      [[...new Set(ids)]],
    );
    return new Map(rows.map((row) => [row.id, toLocked(row)]));
  }

  /** One statement for the batch; the rows are locked by now. */
  async change(manager: EntityManager, changes: BalanceChange[]): Promise<void> {
    if (changes.length === 0) return;
    await manager.query(
      `UPDATE accounts SET balance = accounts.balance + c.balance, held = accounts.held + c.held
       FROM unnest($1::uuid[], $2::bigint[], $3::bigint[]) AS c (id, balance, held)
       WHERE accounts.id = c.id AND accounts.id = ANY ($1::uuid[])`,
      [
        changes.map(({ accountId }) => accountId),
        changes.map(({ balance }) => balance.toString()),
        changes.map(({ held }) => held.toString()),
      ],
    );
  }

  all(manager: EntityManager): Promise<Account[]> {
    return manager.find(Account, { order: { path: 'ASC' } });
  }

  byId(manager: EntityManager, id: string): Promise<Account | null> {
    return manager.findOneBy(Account, { id });
  }

  /** False when there is no such account. */
  async setScript(manager: EntityManager, id: string, script: Script): Promise<boolean> {
    const { affected } = await manager.update(Account, { id }, { script });
    return affected === 1;
  }

  /** Accounts that are there already keep their balance and their script: a seed may come twice. */
  async insertMissing(manager: EntityManager, accounts: NewAccount[]): Promise<void> {
    if (accounts.length === 0) return;
    await manager
      .createQueryBuilder()
      .insert()
      .into(Account)
      .values(
        accounts.map((account) => ({
          ...account,
          held: 0n,
          openingBalance: account.balance,
        })),
      )
      .orIgnore()
      .execute();
  }
}

function toLocked(row: LockedRow): LockedAccount {
  const { id, asset_code: assetCode, asset_scale: assetScale, balance, held, script } = row;
  return { id, assetCode, assetScale, balance: BigInt(balance), held: BigInt(held), script };
}
