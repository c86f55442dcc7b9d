import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { MAX_MINOR_UNITS } from '@tapmesh/events';
import type { Transaction } from '@tapmesh/messaging';
import { shuffled } from '../testing/shuffled.js';
import { derivedAccount } from './derived-account.js';
import { settlementAccountId } from './settlement-account.js';
import {
  balances,
  bank,
  bankSettlement,
  expectBooksToAgree,
  inTransaction,
  incomingAccount,
  ledger,
  payment,
  post,
  query,
  queryLogger,
  shopSettlement,
  transfer,
  usd,
  useLedger,
} from './testing/ledger-under-test.js';

useLedger();

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
    expect(await transferCount()).toBe(0);
  });

  it('is refused by its own statement, so that a commit may follow it unheard', async () => {
    const { transfers, accounts, outgoing } = payment(5n);
    await inTransaction((manager) =>
      ledger.open(manager, [{ ...outgoing, kind: 'INCOMING_PAYMENT' }]),
    );
    const last: Promise<unknown>[] = [];
    const booked = inTransaction(async (manager) => {
      const tx = { manager, withCommit: (...more: Promise<unknown>[]) => void last.push(...more) };
      await ledger.postLast(tx as unknown as Transaction, transfers, accounts);
      await Promise.all(last);
    });
    await expect(booked).rejects.toThrow('account_mismatch');
    expect(last).toHaveLength(1);
    expect(await transferCount()).toBe(0);
  });

  it('refuses to open in one asset what is moved in another', async () => {
    const { transfers, accounts } = payment(5n);
    const eur = uuid();
    await expect(
      post(
        transfers,
        accounts.map((one) => ({ ...one, assetId: eur })),
      ),
    ).rejects.toThrow('asset_mismatch');
    expect(await transferCount()).toBe(0);
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

  it('opens an account in its turn among those it locks, while somebody opens it by posting', async () => {
    const fees = derivedAccount('FEE', { tenantId: bank, assetId: usd });
    const both = [bankSettlement, fees];
    const booked = () => [transfer({ from: bankSettlement, to: fees, amount: 5n })];
    await inTransaction((manager) => ledger.open(manager, [bankSettlement]));

    let posting: Promise<void> | undefined;
    await inTransaction(async (manager) => {
      await ledger.openAndLock(manager, both);
      posting = post(booked(), both);
      await untilSomebodyWaits();
      await ledger.post(manager, booked(), both);
    });
    await posting;

    expect(await balances(bankSettlement.id, fees.id)).toEqual([-10n, 10n]);
  });

  it('opens one account when two open it at once', async () => {
    const batches = Array.from({ length: 8 }, () => payment(2n));
    await Promise.all(batches.map(({ transfers, accounts }) => post(transfers, accounts)));
    expect(await balances(bankSettlement.id)).toEqual([-16n]);
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

async function transferCount(): Promise<number> {
  return (await query('SELECT FROM ledger_transfers')).length;
}

/** Without those that begin and end a transaction. */
async function countStatements(work: () => Promise<unknown>): Promise<number> {
  const logger = queryLogger();
  const logged = jest.spyOn(logger, 'logQuery');
  await work();
  const statements = logged.mock.calls.map(([statement]) => statement);
  logged.mockRestore();
  return statements.filter((s) => !/^(START TRANSACTION|COMMIT)/.test(s)).length;
}

async function untilSomebodyWaits(): Promise<void> {
  const waiting = () =>
    query(`SELECT FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`);
  while ((await waiting()).length === 0);
}
