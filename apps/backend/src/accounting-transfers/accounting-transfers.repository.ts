import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { TransferKind, TransferState } from '../ledger/ledger.js';

export interface AccountTransfer {
  id: string;
  debitAccountId: string;
  creditAccountId: string;
  amount: string;
  kind: TransferKind;
  state: TransferState;
  /** Counts the assets: Rafiki numbers them, and tells the number. */
  ledger: number;
  createdAt: Date;
  expiresAt: Date | null;
}

/** $1 account, $2 how many. */
const transfersOf = (side: 'debit' | 'credit'): string => `
  SELECT t.id, t.debit_account_id AS "debitAccountId", t.credit_account_id AS "creditAccountId",
    t.amount, t.kind, t.state, t.created_at AS "createdAt", t.expires_at AS "expiresAt",
    (SELECT count(*)::int FROM assets a, assets own WHERE own.id = t.asset_id
      AND (a.created_at, a.id) <= (own.created_at, own.id)) % 256 AS ledger
  FROM ledger_transfers t WHERE t.${side}_account_id = $1
  ORDER BY t.created_at DESC, t.id DESC LIMIT $2`;

/** An account's newest transfers. */
@Injectable()
export class AccountingTransfersRepository {
  async of(
    manager: EntityManager,
    accountId: string,
    limit: number,
  ): Promise<{ debits: AccountTransfer[]; credits: AccountTransfer[] }> {
    const read = (side: 'debit' | 'credit') =>
      manager.query<AccountTransfer[]>(transfersOf(side), [accountId, limit]);
    const [debits, credits] = await Promise.all([read('debit'), read('credit')]);
    return { debits, credits };
  }
}
