import type { NewAccount } from './ledger.js';
import {
  account,
  balances,
  inTransaction,
  ledger,
  payment,
  post,
  query,
  shopSettlement,
  transfer,
  useLedger,
} from './testing/ledger-under-test.js';

useLedger();

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
