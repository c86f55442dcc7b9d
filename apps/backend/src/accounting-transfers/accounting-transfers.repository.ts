import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { StoredTransfer } from '../ledger/ledger.js';
import { TRANSFER } from '../ledger/ledger.statements.js';

export interface AccountTransfers {
  debits: StoredTransfer[];
  credits: StoredTransfer[];
}

/** More than anybody is shown; a constant, so that the plan can rely on it. */
export const MOST_TRANSFERS = 100;

/** $1 account, $2 whose, or null for everybody's. Newest first, by the side's own index. */
function side(column: 'debit_account_id' | 'credit_account_id'): string {
  return `
    SELECT ${TRANSFER} FROM ledger_transfers
    WHERE ${column} = $1 AND ($2::uuid IS NULL OR EXISTS (
      SELECT FROM ledger_accounts WHERE id = $1 AND tenant_id = $2))
    ORDER BY created_at DESC, id DESC LIMIT ${MOST_TRANSFERS}`;
}

const DEBITS = side('debit_account_id');
const CREDITS = side('credit_account_id');

type TransferRow = Omit<StoredTransfer, 'amount'> & { amount: string };

/** What came into an account and went out of it. */
@Injectable()
export class AccountingTransfersRepository {
  async ofAccount(
    manager: EntityManager,
    { accountId, tenantId, limit }: { accountId: string; tenantId?: string; limit: number },
  ): Promise<AccountTransfers> {
    const parameters = [accountId, tenantId ?? null];
    const [debits, credits] = await Promise.all(
      [DEBITS, CREDITS].map((statement) => manager.query<TransferRow[]>(statement, parameters)),
    );
    return { debits: toTransfers(debits, limit), credits: toTransfers(credits, limit) };
  }
}

function toTransfers(rows: TransferRow[] = [], limit: number): StoredTransfer[] {
  return rows.slice(0, limit).map((row) => ({ ...row, amount: BigInt(row.amount) }));
}
