import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { MAX_MINOR_UNITS } from '@tapmesh/events';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { shuffled } from '../testing/shuffled.js';
import type { NewAccount, Transfer } from './ledger.js';
import { ledgerMigrations } from './ledger.migration.js';
import { LedgerRepository } from './ledger.repository.js';
import { Ledger } from './ledger.service.js';
import { settlementAccount, settlementAccountId } from './settlement-account.js';

const usd = uuid();
const bank = uuid();
const shop = uuid();
const bankSettlement = settlementAccount({ tenantId: bank, assetId: usd });
const shopSettlement = settlementAccount({ tenantId: shop, assetId: usd });
const ledger = new Ledger(new LedgerRepository());
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase({ migrations: ledgerMigrations });
});
beforeEach(() => query('TRUNCATE ledger_accounts, ledger_transfers'));
afterEach(expectBooksToAgree);
afterAll(() => database.drop());

describe('posting', () => {
  it('funds and sends a payment, opening its accounts, in one statement', async () => {
    const { transfers, accounts, incoming, outgoing } = payment(1000n);
    const statements = await countStatements(() => post(transfers, accounts));
    expect(statements).toBe(1);
    expect(await balances(bankSettlement.id, outgoing.id, incoming.id)).toEqual([
      -1000n,
      0n,
      1000n,
    ]);
  });

  it('takes one statement for a hundred payments too', async () => {
    const batch = Array.from({ length: 100 }, () => payment(7n));
    const statements = await countStatements(() =>
      post(
        batch.flatMap(({ transfers }) => transfers),
        batch.flatMap(({ accounts }) => accounts),
      ),
    );
    expect(statements).toBe(1);
    expect(await balances(bankSettlement.id)).toEqual([-700n]);
  });

  it('books between accounts that were opened before', async () => {
    const { transfers, accounts, incoming } = payment(5n);
    await inTransaction((manager) => ledger.open(manager, [...accounts, ...accounts]));
    await post(transfers);
    expect(await balances(incoming.id)).toEqual([5n]);
  });

  it('takes settlement balances beyond what one amount can be', async () => {
    const [first, second] = [payment(MAX_MINOR_UNITS), payment(MAX_MINOR_UNITS)];
    await post(first.transfers, first.accounts);
    await post(second.transfers, second.accounts);
    expect(await balances(bankSettlement.id)).toEqual([-2n * MAX_MINOR_UNITS]);
  });

  it.each([
    ['already open', true],
    ['opened on the way', false],
  ])('never takes more than there is from a payment (%s)', async (_, opened) => {
    const { accounts, outgoing, incoming } = payment(5n);
    if (opened) await inTransaction((manager) => ledger.open(manager, accounts));
    await expect(
      post([transfer({ from: outgoing, to: incoming, amount: 1n })], opened ? [] : accounts),
    ).rejects.toThrow('insufficient_balance');
    expect(await transferCount()).toBe(0);
  });

  it('refuses an account that is not there', async () => {
    const { transfers } = payment(5n);
    await expect(post(transfers)).rejects.toThrow('unknown_account');
    expect(await transferCount()).toBe(0);
  });

  it('refuses accounts of another asset', async () => {
    const { transfers, accounts } = payment(5n);
    const eur = uuid();
    await inTransaction((manager) => ledger.open(manager, accounts));
    await expect(post(transfers.map((t) => ({ ...t, assetId: eur })))).rejects.toThrow(
      'asset_mismatch',
    );
  });

  it('refuses a payment whose id is the account of something else', async () => {
    const { transfers, accounts, outgoing } = payment(5n);
    await inTransaction((manager) =>
      ledger.open(manager, [{ ...outgoing, kind: 'INCOMING_PAYMENT' }]),
    );
    await expect(post(transfers, accounts)).rejects.toThrow('account_mismatch');
  });

  it('refuses to book a transfer twice', async () => {
    const { transfers, accounts } = payment(5n);
    await post(transfers, accounts);
    await expect(post(transfers, accounts)).rejects.toThrow('transfer_id_reused');
  });

  it('knows accounts whatever the case of their ids', async () => {
    const { transfers, accounts, incoming } = payment(5n);
    const shout = (id: string) => id.toUpperCase();
    await post(
      transfers.map((t) => ({ ...t, creditAccountId: shout(t.creditAccountId) })),
      accounts,
    );
    expect(await balances(shout(incoming.id))).toEqual([5n]);
  });

  it('says 0 for an account that no transfer has opened yet', async () => {
    expect(await balances(uuid())).toEqual([0n]);
  });
});

describe('settlement accounts', () => {
  it('are the same for everybody, opened once', async () => {
    const ref = { tenantId: bank, assetId: usd };
    const ids = await Promise.all(
      [1, 2, 3].map(() => inTransaction((m) => ledger.settlementAccount(m, [ref, ref]))),
    );
    for (const id of ids) {
      expect([...id]).toEqual([[`${bank}/${usd}`, settlementAccountId(ref)]]);
    }
  });

  it('have ids that sort after every payment', () => {
    expect(settlementAccountId({ tenantId: randomUUID(), assetId: usd })).toMatch(
      /^ff[0-9a-f]{6}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });
});

describe('many at once', () => {
  it('keeps books and balances together, without a deadlock', async () => {
    const accounts = Array.from({ length: 12 }, () => incomingAccount());
    const settlements = [bankSettlement, shopSettlement];
    await inTransaction((manager) => ledger.open(manager, [...settlements, ...accounts]));
    const batch = () =>
      shuffled(accounts).flatMap((to) =>
        shuffled(settlements).map((from) => transfer({ from, to, amount: 3n })),
      );
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let round = 0; round < 10; round++) {
          await post(shuffled(batch()), round % 2 ? shuffled([...settlements, ...accounts]) : []);
        }
      }),
    );
    expect(await balances(bankSettlement.id, shopSettlement.id)).toEqual([-2880n, -2880n]);
    expect(await balances(accounts[0]!.id)).toEqual([480n]);
  });

  it('opens one account when two open it at once', async () => {
    const batches = Array.from({ length: 8 }, () => payment(2n));
    await Promise.all(batches.map(({ transfers, accounts }) => post(transfers, accounts)));
    expect(await balances(bankSettlement.id)).toEqual([-16n]);
  });
});

describe('two phases', () => {
  let incoming: NewAccount;
  const withdrawal = (amount: bigint, timeoutSeconds = 60) => ({
    ...transfer({ from: incoming, to: shopSettlement, amount }),
    kind: 'WITHDRAWAL' as const,
    timeoutSeconds,
  });
  const reserve = (pending: ReturnType<typeof withdrawal>) =>
    inTransaction((manager) => ledger.reserve(manager, [pending], [shopSettlement]));

  beforeEach(async () => {
    const paid = payment(100n);
    incoming = paid.incoming;
    await post(paid.transfers, paid.accounts);
  });

  it('reserves, then books', async () => {
    const pending = withdrawal(60n);
    await reserve(pending);
    expect(await account(incoming.id)).toMatchObject({ posted: 100n, reserved: 60n });
    await inTransaction((manager) => ledger.postPending(manager, [pending.id]));
    expect(await account(incoming.id)).toMatchObject({ posted: 40n, reserved: 0n });
    expect(await balances(shopSettlement.id)).toEqual([60n]);
  });

  it('reserves, then gives back', async () => {
    const pending = withdrawal(60n);
    await reserve(pending);
    await inTransaction((manager) => ledger.voidPending(manager, [pending.id]));
    expect(await account(incoming.id)).toMatchObject({ posted: 100n, reserved: 0n });
    expect(await balances(shopSettlement.id)).toEqual([0n]);
  });

  it('reserves no more than there is', async () => {
    await reserve(withdrawal(60n));
    await expect(reserve(withdrawal(41n))).rejects.toThrow('insufficient_balance');
  });

  it('lets nobody post what is reserved', async () => {
    await reserve(withdrawal(60n));
    const taken = transfer({ from: incoming, to: shopSettlement, amount: 41n });
    await expect(post([taken])).rejects.toThrow('insufficient_balance');
  });

  it.each(['postPending', 'voidPending'] as const)('settles once: no %s after', async (second) => {
    const pending = withdrawal(60n);
    await reserve(pending);
    await inTransaction((manager) => ledger.voidPending(manager, [pending.id]));
    await expect(inTransaction((m) => ledger[second](m, [pending.id]))).rejects.toThrow(
      'transfer_not_pending',
    );
  });

  it('settles once when posting and voiding race', async () => {
    const pending = withdrawal(60n);
    await reserve(pending);
    const outcomes = await Promise.allSettled([
      inTransaction((manager) => ledger.postPending(manager, [pending.id])),
      inTransaction((manager) => ledger.voidPending(manager, [pending.id])),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('voids what is not settled in time, and nothing else', async () => {
    const [late, early] = [withdrawal(10n, 0), withdrawal(20n)];
    await reserve(late);
    await reserve(early);
    const voided = await inTransaction((manager) => ledger.voidExpired(manager, 10));
    expect(voided.map(({ id }) => id)).toEqual([late.id]);
    expect(await account(incoming.id)).toMatchObject({ posted: 100n, reserved: 20n });
  });
});

describe('history', () => {
  it.each([
    'UPDATE ledger_transfers SET amount = 1',
    "UPDATE ledger_transfers SET state = 'VOIDED'",
    'DELETE FROM ledger_transfers',
  ])('cannot be rewritten by %s', async (statement) => {
    const { transfers, accounts } = payment(5n);
    await post(transfers, accounts);
    await expect(query(statement)).rejects.toThrow('never changed');
  });
});

describe('any sequence of batches', () => {
  it('keeps sums zero, balances kept, and payments never overdrawn', async () => {
    const open = [bankSettlement, shopSettlement, ...Array.from({ length: 4 }, incomingAccount)];
    const moves = fc
      .record({
        from: fc.nat({ max: open.length - 1 }),
        to: fc.nat({ max: open.length - 1 }),
        amount: fc.bigInt({ min: 1n, max: 100n }),
      })
      .filter(({ from, to }) => from !== to);
    const batches = fc.array(fc.array(moves, { minLength: 1, maxLength: 5 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(batches, async (sequence) => {
        for (const batch of sequence) {
          const transfers = batch.map(({ from, to, amount }) =>
            transfer({ from: open[from]!, to: open[to]!, amount }),
          );
          const before = await balances(...open.map(({ id }) => id));
          const wanted = open.map(
            ({ id }, i) =>
              before[i]! +
              transfers.reduce((sum, t) => sum + (t.creditAccountId === id ? t.amount : 0n), 0n) -
              transfers.reduce((sum, t) => sum + (t.debitAccountId === id ? t.amount : 0n), 0n),
          );
          const booked = await post(transfers, open).then(
            () => true,
            () => false,
          );
          expect(booked).toBe(wanted.every((balance, i) => i < 2 || balance >= 0n));
          expect(await balances(...open.map(({ id }) => id))).toEqual(booked ? wanted : before);
        }
        await expectBooksToAgree();
      }),
      { numRuns: 15 },
    );
  });
});

function incomingAccount(): NewAccount {
  return { id: uuid(), kind: 'INCOMING_PAYMENT', assetId: usd, tenantId: shop };
}

function payment(amount: bigint) {
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

function transfer(move: { from: NewAccount; to: NewAccount; amount: bigint }): Transfer {
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

const inTransaction: TestDatabase['dataSource']['transaction'] = (work: unknown) =>
  database.dataSource.transaction(work as never);

function post(transfers: Transfer[], opening?: NewAccount[]): Promise<void> {
  return inTransaction((manager) => ledger.post(manager, transfers, opening));
}

async function balances(...ids: string[]): Promise<bigint[]> {
  const found = await ledger.balances(database.dataSource.manager, ids);
  return ids.map((id) => found.get(id)!);
}

async function account(id: string) {
  return inTransaction(async (manager) => (await ledger.lock(manager, [id])).get(id));
}

function query<T>(statement: string): Promise<T[]> {
  return database.dataSource.query<T[]>(statement);
}

async function transferCount(): Promise<number> {
  return (await query('SELECT FROM ledger_transfers')).length;
}

async function countStatements(work: () => Promise<unknown>): Promise<number> {
  const { logger } = database.dataSource;
  const logged = jest.spyOn(logger, 'logQuery');
  await work();
  const statements = logged.mock.calls.map(([statement]) => statement);
  logged.mockRestore();
  return statements.filter((s) => !/^(START TRANSACTION|COMMIT)/.test(s)).length;
}

/** Sums per asset are zero, and every kept balance is what its transfers add up to. */
async function expectBooksToAgree(): Promise<void> {
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
