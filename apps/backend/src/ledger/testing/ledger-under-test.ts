import { v7 as uuid } from 'uuid';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import type { NewAccount, Transfer } from '../ledger.js';
import { ledgerMigrations } from '../ledger.migration.js';
import { LedgerRepository } from '../ledger.repository.js';
import { Ledger } from '../ledger.service.js';
import { settlementAccount } from '../settlement-account.js';

export const usd = uuid();
export const bank = uuid();
const shop = uuid();
export const bankSettlement = settlementAccount({ tenantId: bank, assetId: usd });
export const shopSettlement = settlementAccount({ tenantId: shop, assetId: usd });
export const ledger = new Ledger(new LedgerRepository());
let database: TestDatabase;

/** A ledger for a suite: empty before each test, and its books must agree after each. */
export function useLedger(): void {
  beforeAll(async () => {
    database = await createTestDatabase({ migrations: ledgerMigrations });
  });
  beforeEach(() => query('TRUNCATE ledger_accounts, ledger_transfers'));
  afterEach(expectBooksToAgree);
  afterAll(() => database.drop());
}

export function incomingAccount(): NewAccount {
  return { id: uuid(), kind: 'INCOMING_PAYMENT', assetId: usd, tenantId: shop };
}

export function payment(amount: bigint) {
  const outgoing: NewAccount = {
    id: uuid(),
    kind: 'OUTGOING_PAYMENT',
    assetId: usd,
    tenantId: bank,
  };
  const incoming = incomingAccount();
  return {
    outgoing,
    incoming,
    accounts: [bankSettlement, outgoing, incoming],
    transfers: [
      transfer({ from: bankSettlement, to: outgoing, amount }),
      transfer({ from: outgoing, to: incoming, amount }),
    ],
  };
}

export function transfer(move: { from: NewAccount; to: NewAccount; amount: bigint }): Transfer {
  const { from, to, amount } = move;
  return {
    id: uuid(),
    debitAccountId: from.id,
    creditAccountId: to.id,
    amount,
    assetId: usd,
    kind: 'SEND',
  };
}

export const inTransaction: TestDatabase['dataSource']['transaction'] = (work: unknown) =>
  database.dataSource.transaction(work as never);

export function post(transfers: Transfer[], opening?: NewAccount[]): Promise<void> {
  return inTransaction((manager) => ledger.post(manager, transfers, opening));
}

export async function balances(...ids: string[]): Promise<bigint[]> {
  const found = await ledger.balances(database.dataSource.manager, ids);
  return ids.map((id) => found.get(id) ?? 0n);
}

export async function account(id: string) {
  return inTransaction(async (manager) => (await ledger.lock(manager, [id])).get(id));
}

export function query<T>(statement: string): Promise<T[]> {
  return database.dataSource.query<T[]>(statement);
}

/** Sums per asset are zero, and every kept balance is what its transfers add up to. */
export async function expectBooksToAgree(): Promise<void> {
  const sums = await query<{ sum: string }>(
    'SELECT sum(posted) AS sum FROM ledger_accounts GROUP BY asset_id',
  );
  expect(sums.every(({ sum }) => sum === '0')).toBe(true);
  const wrong = await query(`
    WITH moved AS (
      SELECT credit_account_id AS id, amount AS posted, 0 AS reserved FROM ledger_transfers
        WHERE state = 'POSTED'
      UNION ALL
      SELECT debit_account_id, -amount, 0 FROM ledger_transfers WHERE state = 'POSTED'
      UNION ALL
      SELECT debit_account_id, 0, amount FROM ledger_transfers WHERE state = 'PENDING'
    ), summed AS (SELECT id, sum(posted) AS posted, sum(reserved) AS reserved FROM moved GROUP BY id)
    SELECT a.id FROM ledger_accounts a FULL JOIN summed s USING (id)
    WHERE a.posted IS DISTINCT FROM coalesce(s.posted, 0)
      OR a.reserved IS DISTINCT FROM coalesce(s.reserved, 0)
      OR (a.kind <> 'SETTLEMENT' AND a.posted < a.reserved)`);
  expect(wrong).toEqual([]);
}

export function queryLogger() {
  return database.dataSource.logger;
}
