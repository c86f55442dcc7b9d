import type {
  FundingOutgoingPayment,
  IncomingPayment,
  IncomingPaymentsRepository,
  LedgerRepository,
  OutgoingPaymentsRepository,
} from '@tapmesh/backend/simulation';
import { CancelReason, InitiatedBy } from '@tapmesh/events';
import type { Inbox } from '@tapmesh/messaging/simulation';
import { v7 as uuidv7 } from 'uuid';
import type { Bench } from '../testing/bench.js';

export interface BackendUnderTest {
  bench: Bench;
  incoming: IncomingPaymentsRepository;
  outgoing: OutgoingPaymentsRepository;
  ledger: LedgerRepository;
  inbox: Inbox;
}

const TENANT = '01980000-0000-7000-8000-000000000101';
const ASSET = { id: '01980000-0000-7000-8000-000000000201', code: 'USD', scale: 2 };
const PAST = new Date('2020-01-01T00:00:00Z');
const FUTURE = new Date('2040-01-01T00:00:00Z');

/** What the rules rely on: the same is expected of PostgreSQL and of the tables in memory. */
export function backendContract(open: () => Promise<BackendUnderTest>): void {
  let it_: BackendUnderTest;
  beforeAll(async () => {
    it_ = await open();
  });
  afterAll(() => it_.bench.close());

  const alone = <T>(work: () => Promise<T>): Promise<T> => it_.bench.run(work);

  async function stored(payment: IncomingPayment = incomingPayment()): Promise<IncomingPayment> {
    await alone(() => it_.incoming.insert(it_.bench.outside, [payment]));
    return payment;
  }

  async function paying(
    receiver: IncomingPayment,
    differing: Partial<FundingOutgoingPayment> = {},
  ): Promise<FundingOutgoingPayment> {
    const payment = outgoingPayment(receiver, differing);
    await alone(() => it_.outgoing.insert(it_.bench.outside, [payment]));
    return payment;
  }

  describe('incoming payments', () => {
    it('are given back as they were stored, and stored once', async () => {
      const payment = await stored();
      const found = await alone(() => it_.incoming.find(it_.bench.outside, [payment.id]));
      expect([...found.values()]).toEqual([payment]);
      const again = await alone(() => it_.incoming.insert(it_.bench.outside, [payment]));
      expect([...again]).toEqual([]);
    });

    it('keep their receiving fee', async () => {
      const payment = await stored(
        incomingPayment({ receivingFee: { fixed: 2n ** 62n, basisPoints: 10_000 } }),
      );
      const found = await alone(() => it_.incoming.find(it_.bench.outside, [payment.id]));
      expect([...found.values()]).toEqual([payment]);
    });

    it('are not seen by others before the commit', async () => {
      const { bench, incoming } = it_;
      const payment = incomingPayment();
      const writer = await bench.begin();
      await alone(() => incoming.insert(writer.manager, [payment]));
      expect((await alone(() => incoming.find(bench.outside, [payment.id]))).size).toBe(0);
      expect((await alone(() => incoming.find(writer.manager, [payment.id]))).size).toBe(1);
      await writer.commit();
      expect((await alone(() => incoming.find(bench.outside, [payment.id]))).size).toBe(1);
    });

    it.each(['commit', 'rollback'] as const)(
      'of one id wait for each other: the second after a %s',
      async (end) => {
        const { bench, incoming } = it_;
        const payment = incomingPayment();
        const [first, second] = [await bench.begin(), await bench.begin()];
        await alone(() => incoming.insert(first.manager, [payment]));
        const waiting = incoming.insert(second.manager, [payment]);
        expect(await bench.waits(waiting)).toBe(true);
        await first[end]();
        expect((await alone(() => waiting)).size).toBe(end === 'commit' ? 0 : 1);
        await second.commit();
      },
    );

    it('are locked until the end, and then seen as they became', async () => {
      const { bench, incoming } = it_;
      const payment = await stored();
      const [first, second] = [await bench.begin(), await bench.begin()];
      await alone(() => incoming.lock(first.manager, [payment.id]));
      const waiting = incoming.lock(second.manager, [payment.id]);
      expect(await bench.waits(waiting)).toBe(true);
      expect((await alone(() => incoming.claim(bench.outside, [payment.id]))).size).toBe(0);
      const expired = { ...payment, version: 2, status: 'EXPIRED' as const, received: 0n };
      await alone(() => incoming.update(first.manager, [expired]));
      await first.commit();
      expect((await alone(() => waiting)).get(payment.id)).toEqual({
        ...expired,
        cancelledAt: undefined,
      });
      await second.rollback();
    });

    it('are due when their time is over and they are open', async () => {
      const { bench, incoming } = it_;
      const due = await stored(incomingPayment({ expiresAt: PAST }));
      const notDue = await stored();
      const ids = await alone(() => incoming.findDue(bench.outside, 1_000));
      expect(ids).toContain(due.id);
      expect(ids).not.toContain(notDue.id);
    });

    it('are found by who pays them', async () => {
      const { bench, incoming } = it_;
      const receiver = await stored();
      const payment = await paying(receiver);
      const tx = await bench.begin();
      const locked = await alone(() => incoming.lockPaidBy(tx.manager, [payment.id]));
      expect([...locked.keys()]).toEqual([receiver.id]);
      expect((await alone(() => incoming.claimPaidBy(bench.outside, [payment.id]))).size).toBe(0);
      await tx.rollback();
      expect((await alone(() => incoming.claimPaidBy(bench.outside, [payment.id]))).size).toBe(1);
    });
  });

  describe('outgoing payments', () => {
    it('keep what they cost, in both assets', async () => {
      const { bench, outgoing } = it_;
      const receiveAsset = { id: uuidv7(), code: 'EUR', scale: 3 };
      const payment = await paying(await stored(), { receiveAsset, fee: 30n, receive: 9n });
      const { payments } = await alone(() => outgoing.lock(bench.outside, [payment.id]));
      expect([...payments.values()]).toEqual([payment]);
    });

    it('are refused where their request or their receiver is taken, and say by whom', async () => {
      const { bench, outgoing } = it_;
      const [receiver, another] = [await stored(), await stored()];
      const holder = await paying(receiver);
      const sameReceiver = outgoingPayment(receiver);
      const sameRequest = outgoingPayment(another, { origin: holder.origin });
      for (const asked of [sameReceiver, sameRequest]) {
        const inserted = await alone(() => outgoing.insert(bench.outside, [asked]));
        expect(inserted.size).toBe(0);
        const holders = await alone(() =>
          outgoing.findHolders(bench.outside, { ids: [asked.id], payments: [asked] }),
        );
        expect(holders).toEqual([holder]);
      }
    });

    it('free their receiver when they are cancelled', async () => {
      const { bench, outgoing } = it_;
      const receiver = await stored();
      const holder = await paying(receiver);
      const cancelled = {
        ...holder,
        version: 2,
        status: 'CANCELLED' as const,
        cancelledAt: PAST,
        cancellation: { reason: CancelReason.CardBlocked, cardPaymentFailureReason: undefined },
      };
      await alone(() => outgoing.update(bench.outside, [cancelled]));
      const next = outgoingPayment(receiver);
      expect((await alone(() => outgoing.insert(bench.outside, [next]))).size).toBe(1);
      const tx = await bench.begin();
      const { payments } = await alone(() => outgoing.lock(tx.manager, [holder.id]));
      expect(payments.get(holder.id)).toEqual(cancelled);
      await tx.commit();
    });

    it('are claimed only where nobody has them, and are due when nobody decided', async () => {
      const { bench, outgoing } = it_;
      const due = await paying(await stored(), { decideBy: PAST, origin: cardOrigin(PAST) });
      const notDue = await paying(await stored());
      const ids = await alone(() => outgoing.findDue(bench.outside, 1_000));
      expect(ids).toContain(due.id);
      expect(ids).not.toContain(notDue.id);
      const tx = await bench.begin();
      await alone(() => outgoing.lock(tx.manager, [due.id]));
      const claimed = await alone(() => outgoing.claim(bench.outside, [due.id, notDue.id]));
      expect([...claimed.payments.keys()]).toEqual([notDue.id]);
      await tx.commit();
    });

    it('that are locked together with a time are given the time after the lock', async () => {
      const { bench, outgoing } = it_;
      const payment = await paying(await stored());
      const [first, second] = [await bench.begin(), await bench.begin()];
      await alone(() => outgoing.lock(first.manager, [payment.id]));
      const waiting = outgoing.lock(second.manager, [payment.id]);
      expect(await bench.waits(waiting)).toBe(true);
      const { now: before } = await alone(() => outgoing.lock(first.manager, [payment.id]));
      await first.commit();
      expect((await alone(() => waiting)).now.getTime()).toBeGreaterThanOrEqual(before.getTime());
      await second.commit();
    });
  });

  describe('the ledger', () => {
    it('opens accounts with what is posted, adds to them, and overdraws none but settlements', async () => {
      const { bench, ledger } = it_;
      const [bank, payment] = [account('SETTLEMENT'), account('OUTGOING_PAYMENT')];
      const book = (amount: bigint) =>
        alone(() =>
          ledger.bookAndOpen(
            bench.outside,
            {
              state: 'POSTED',
              transfers: [transfer(bank.id, payment.id, amount)],
              changes: [
                { accountId: bank.id, assetId: ASSET.id, posted: -amount, reserved: 0n },
                { accountId: payment.id, assetId: ASSET.id, posted: amount, reserved: 0n },
              ],
            },
            [bank, payment],
          ),
        );
      await book(10n);
      await book(5n);
      const accounts = await alone(() => ledger.accounts(bench.outside, [bank.id, payment.id]));
      expect(new Map(accounts.map(({ id, posted }) => [id, posted]))).toEqual(
        new Map([
          [bank.id, -15n],
          [payment.id, 15n],
        ]),
      );
      const tooMuch = alone(() =>
        ledger.book(bench.outside, {
          state: 'POSTED',
          transfers: [transfer(payment.id, bank.id, 16n)],
          changes: [{ accountId: payment.id, assetId: ASSET.id, posted: -16n, reserved: 0n }],
        }),
      );
      await expect(tooMuch).rejects.toMatchObject({ code: 'insufficient_balance' });
    });

    it('opens nothing under the id of something else', async () => {
      const { bench, ledger } = it_;
      const [bank, payment] = [account('SETTLEMENT'), account('OUTGOING_PAYMENT')];
      await alone(() => ledger.open(bench.outside, [{ ...payment, kind: 'INCOMING_PAYMENT' }]));
      const booked = alone(() =>
        ledger.bookAndOpen(
          bench.outside,
          {
            state: 'POSTED',
            transfers: [transfer(bank.id, payment.id, 1n)],
            changes: [{ accountId: payment.id, assetId: ASSET.id, posted: 1n, reserved: 0n }],
          },
          [bank, payment],
        ),
      );
      await expect(booked).rejects.toMatchObject({ code: 'account_mismatch' });
    });

    it('books no transfer twice', async () => {
      const { bench, ledger } = it_;
      const [one, other] = [account('SETTLEMENT'), account('SETTLEMENT')];
      const booking = {
        state: 'POSTED' as const,
        transfers: [transfer(one.id, other.id, 1n)],
        changes: [{ accountId: one.id, assetId: ASSET.id, posted: -1n, reserved: 0n }],
      };
      await alone(() => ledger.open(bench.outside, [one, other]));
      await alone(() => ledger.book(bench.outside, booking));
      const again = alone(() => ledger.book(bench.outside, booking));
      await expect(again).rejects.toMatchObject({ code: 'transfer_id_reused' });
    });
  });

  describe('the inbox', () => {
    it('knows what was handled, also in one batch, and forgets what was rolled back', async () => {
      const { bench, inbox } = it_;
      const message = { id: uuidv7() };
      const undone = await bench.begin();
      expect(await alone(() => inbox.firstTime(undone.manager, [message, message]))).toHaveLength(
        1,
      );
      await undone.rollback();
      const tx = await bench.begin();
      expect(await alone(() => inbox.firstTime(tx.manager, [message]))).toHaveLength(1);
      await tx.commit();
      expect(await alone(() => inbox.firstTime(bench.outside, [message]))).toHaveLength(0);
    });

    it('waits for whoever handles the same', async () => {
      const { bench, inbox } = it_;
      const message = { id: uuidv7() };
      const [first, second] = [await bench.begin(), await bench.begin()];
      await alone(() => inbox.firstTime(first.manager, [message]));
      const waiting = inbox.firstTime(second.manager, [message]);
      expect(await bench.waits(waiting)).toBe(true);
      await first.commit();
      expect(await alone(() => waiting)).toEqual([]);
      await second.commit();
    });
  });
}

function account(kind: 'SETTLEMENT' | 'OUTGOING_PAYMENT') {
  return { id: uuidv7(), kind, assetId: ASSET.id, tenantId: TENANT };
}

function transfer(debitAccountId: string, creditAccountId: string, amount: bigint) {
  const accounts = { debitAccountId, creditAccountId };
  return { id: uuidv7(), ...accounts, amount, assetId: ASSET.id, kind: 'FUND' as const };
}

function incomingPayment(differing: Partial<IncomingPayment> = {}): IncomingPayment {
  return {
    status: 'PENDING',
    id: uuidv7(),
    tenantId: TENANT,
    walletAddressId: uuidv7(),
    asset: ASSET,
    incomingAmount: 1_000n,
    receivingFee: undefined,
    origin: { initiatedBy: InitiatedBy.Card, requestId: uuidv7(), deadline: FUTURE },
    createdAt: PAST,
    expiresAt: FUTURE,
    approvedAt: undefined,
    metadata: undefined,
    version: 1,
    ...differing,
  } as IncomingPayment;
}

function cardOrigin(deadline: Date): FundingOutgoingPayment['origin'] {
  return {
    initiatedBy: InitiatedBy.Card,
    deadline,
    cardDetails: {
      requestId: uuidv7(),
      initiatedAt: PAST.toISOString(),
      data: { signature: 's', payload: 'p' },
    },
  };
}

function outgoingPayment(
  receiver: IncomingPayment,
  differing: Partial<FundingOutgoingPayment> = {},
): FundingOutgoingPayment {
  return {
    status: 'FUNDING',
    id: uuidv7(),
    tenantId: TENANT,
    walletAddressId: uuidv7(),
    incomingPaymentId: receiver.id,
    receiver: `http://mesh.test/incoming-payments/${receiver.id}`,
    asset: ASSET,
    debit: 1_000n,
    fee: 0n,
    receiveAsset: ASSET,
    receive: 1_000n,
    origin: cardOrigin(FUTURE),
    createdAt: PAST,
    decideBy: FUTURE,
    metadata: undefined,
    version: 1,
    ...differing,
  };
}
