import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import type { Script } from '../scripts/script.js';
import { Account } from './account.entity.js';

/** What a transaction did to an account, in sum. */
export interface BalanceChange {
  accountId: string;
  balance: bigint;
  held: bigint;
}

export type NewAccount = Omit<Account, 'held'>;

@Injectable()
export class AccountsRepository {
  /** In the order of their ids, which is the one order in which this service locks anything. */
  async lock(manager: EntityManager, ids: string[]): Promise<Map<string, Account>> {
    const accounts = await manager.find(Account, {
      where: { id: In([...new Set(ids)]) },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
    return new Map(accounts.map((account) => [account.id, account]));
  }

  /** One statement for the batch; the rows are locked by now. */
  async change(manager: EntityManager, changes: BalanceChange[]): Promise<void> {
    if (changes.length === 0) return;
    await manager.query(
      `UPDATE accounts SET balance = accounts.balance + c.balance, held = accounts.held + c.held
       FROM unnest($1::uuid[], $2::bigint[], $3::bigint[]) AS c (id, balance, held)
       WHERE accounts.id = c.id`,
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
      .values(accounts.map((account) => ({ ...account, held: 0n })))
      .orIgnore()
      .execute();
  }
}
