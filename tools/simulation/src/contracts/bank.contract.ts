import {
  ScriptMode,
  type AccountsRepository,
  type CreditsRepository,
  type HoldsRepository,
  type PendingDecisionsRepository,
} from '@tapmesh/mock-ase/simulation';
import { v7 as uuidv7 } from 'uuid';
import type { Bench } from '../testing/bench.js';

export interface BankUnderTest {
  bench: Bench;
  accounts: AccountsRepository;
  holds: HoldsRepository;
  credits: CreditsRepository;
  pending: PendingDecisionsRepository;
  /** Stores an account with a balance. */
  addAccount: (account: NewAccount) => Promise<void>;
}

export interface NewAccount {
  id: string;
  path: string;
  name: string;
  assetCode: string;
  assetScale: number;
  balance: bigint;
  script: { mode: ScriptMode.Balance };
}

/** What a bank relies on. */
export function bankContract(open: () => Promise<BankUnderTest>): void {
  let bank: BankUnderTest;
  let bench: Bench;
  beforeAll(async () => {
    bank = await open();
    ({ bench } = bank);
  });
  afterAll(() => bench.close());

  async function account(): Promise<string> {
    const id = uuidv7();
    const asset = { assetCode: 'USD', assetScale: 2 };
    const script = { mode: ScriptMode.Balance } as const;
    await bank.addAccount({ id, path: `/${id}`, name: 'Alice', ...asset, balance: 100n, script });
    return id;
  }

  it('locks an account until the end, and then shows what became of it', async () => {
    const id = await account();
    const [first, second] = [await bench.begin(), await bench.begin()];
    await bench.run(() => bank.accounts.lock(first.manager, [id]));
    const waiting = bank.accounts.lock(second.manager, [id]);
    expect(await bench.waits(waiting)).toBe(true);
    const changes = [{ accountId: id, balance: -30n, held: 20n }];
    await bench.run(() => bank.accounts.change(first.manager, changes));
    await first.commit();
    expect((await bench.run(() => waiting)).get(id)).toMatchObject({ balance: 70n, held: 20n });
    await second.commit();
  });

  it('holds no less than nothing', async () => {
    const id = await account();
    const changes = [{ accountId: id, balance: 0n, held: -1n }];
    const change = bench.run(() => bank.accounts.change(bench.outside, changes));
    await expect(change).rejects.toMatchObject({ code: '23514' });
  });

  it('keeps the command that made a hold through its changes', async () => {
    const accountId = await account();
    const paymentId = uuidv7();
    const held = {
      paymentId,
      accountId,
      status: 'HELD' as const,
      amount: 10n,
      releaseReason: null,
      commandId: uuidv7(),
    };
    await bench.run(() => bank.holds.save(bench.outside, [held]));
    const settled = { ...held, status: 'SETTLED' as const, commandId: uuidv7() };
    await bench.run(() => bank.holds.save(bench.outside, [settled]));
    const found = await bench.run(() => bank.holds.byPaymentIds(bench.outside, [paymentId]));
    expect(found.get(paymentId)).toEqual({ ...settled, commandId: held.commandId });
  });

  it('credits a payment once', async () => {
    const credit = { incomingPaymentId: uuidv7(), accountId: await account(), amount: 5n };
    const insert = () => bench.run(() => bank.credits.insertNew(bench.outside, [credit]));
    expect([await insert(), await insert()]).toEqual([[credit], []]);
  });

  it('says what is due once, from now or from the deadline, and leaves what another has', async () => {
    const word = { verdict: 'fund' as const };
    const decision = { paymentId: uuidv7(), key: 'key', word, afterMs: 0 };
    const now = { ...decision, commandId: uuidv7(), fromDeadline: false };
    const deadline = '2040-01-01T00:00:00.000Z';
    const later = { ...decision, commandId: uuidv7(), deadline, fromDeadline: true };
    await bench.run(() => bank.pending.add(bench.outside, [now, later]));
    expect(await bench.run(() => bank.pending.nextDueInMs(bench.outside))).toBeLessThanOrEqual(0);
    const tx = await bench.begin();
    const taken = await bench.run(() => bank.pending.takeDue(tx.manager, 10));
    expect(taken.map(({ commandId }) => commandId)).toEqual([now.commandId]);
    expect(await bench.run(() => bank.pending.takeDue(bench.outside, 10))).toEqual([]);
    await tx.commit();
    expect(await bench.run(() => bank.pending.nextDueInMs(bench.outside))).toBeGreaterThan(1_000);
  });
}
