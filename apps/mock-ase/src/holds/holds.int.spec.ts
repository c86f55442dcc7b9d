import {
  Audience,
  OutgoingPaymentDepositEvent,
  OutgoingPaymentStatusEvent,
  OutgoingPaymentWithdrawEvent,
  RefusalCode,
  type OutgoingPaymentEvent,
} from '@tapmesh/events';
import { v7 as uuidv7 } from 'uuid';
import { BankUnderTest, CANCEL, FUND } from '../testing/bank.js';
import { ALPHA_BANK, outgoing, refused, SHOP_BANK, usd } from '../testing/facts.js';

const { Created } = OutgoingPaymentDepositEvent;
const { Completed, Failed } = OutgoingPaymentWithdrawEvent;
const { Expired } = OutgoingPaymentStatusEvent;

const BOB = '01980000-0000-7000-8000-000000000302';
const OPENING = 10_000_000_000n;

describe('a bank and its customers’ payments', () => {
  let bank: BankUnderTest;
  let customer = 311;

  /** Each test has a customer of its own, so that balances tell what that test did. */
  const nextCustomer = () => `01980000-0000-7000-8000-000000000${customer++}`;
  const payment = (accountId: string) => ({ paymentId: uuidv7(), accountId });

  beforeAll(async () => {
    bank = await BankUnderTest.start(ALPHA_BANK);
  }, 60_000);
  afterAll(() => bank?.close(), 60_000);

  async function expectBooks(accountId: string, balance: bigint, held: bigint): Promise<void> {
    expect(await bank.account(accountId)).toMatchObject({
      balance: balance.toString(),
      held: held.toString(),
      available: (balance - held).toString(),
    });
  }

  describe('that the balance covers', () => {
    it('holds the amount and funds, under the same key, with the deadline', async () => {
      const ref = payment(nextCustomer());
      const created = outgoing({ ...ref, type: Created, key: uuidv7() });
      await bank.broker.send(created);

      const [fund] = await bank.commanded(ref.paymentId);
      expect(fund).toMatchObject({
        type: FUND,
        key: created.key,
        tenantId: ALPHA_BANK,
        deadline: created.deadline,
        data: { id: ref.paymentId },
      });
      await bank.hold(ref.paymentId, 'HELD');
      await expectBooks(ref.accountId, OPENING, 1000n);
    });

    it('spends the hold when the payment completes', async () => {
      const ref = payment(nextCustomer());
      await bank.broker.send(outgoing({ ...ref, type: Created }));
      await bank.commanded(ref.paymentId);
      await bank.broker.send(outgoing({ ...ref, type: Completed, sent: '1000' }));

      await bank.hold(ref.paymentId, 'SETTLED');
      await expectBooks(ref.accountId, OPENING - 1000n, 0n);
    });

    it('gives it back when the payment fails, less what was sent', async () => {
      const accountId = nextCustomer();
      const [unsent, partly] = [payment(accountId), payment(accountId)];
      for (const ref of [unsent, partly]) {
        await bank.broker.send(outgoing({ ...ref, type: Created }));
      }
      await bank.broker.send(outgoing({ ...unsent, type: Failed }));
      await bank.broker.send(outgoing({ ...partly, type: Failed, sent: '300' }));

      expect(await bank.hold(unsent.paymentId, 'RELEASED')).toMatchObject({
        releaseReason: 'failed',
      });
      await bank.hold(partly.paymentId, 'SETTLED');
      await expectBooks(accountId, OPENING - 300n, 0n);
    });
  });

  describe('that the balance does not cover', () => {
    it('cancels for insufficient_funds, with no reason that only Rafiki knows', async () => {
      const ref = payment(BOB);
      await bank.broker.send(outgoing({ ...ref, type: Created }));

      const [cancel] = await bank.commanded(ref.paymentId);
      expect(cancel).toMatchObject({ type: CANCEL, tenantId: ALPHA_BANK });
      expect(cancel?.data).toEqual({ id: ref.paymentId, reason: 'insufficient_funds' });
      await bank.hold(ref.paymentId, 'NOT_HELD');
      await expectBooks(BOB, 500n, 0n);
    });

    it('counts what is held for others', async () => {
      const [first, second] = [payment(BOB), payment(BOB)];
      const key = uuidv7();
      for (const ref of [first, second]) {
        await bank.broker.send(outgoing({ ...ref, key, type: Created, amount: usd('400') }));
      }
      expect((await bank.commanded(first.paymentId))[0]?.type).toBe(FUND);
      expect((await bank.commanded(second.paymentId))[0]?.type).toBe(CANCEL);

      await bank.broker.send(outgoing({ ...first, type: Expired, amount: usd('400') }));
      await bank.hold(first.paymentId, 'RELEASED');
      await expectBooks(BOB, 500n, 0n);
    });
  });

  it('cancels what it could never pay: another asset, an account that is not its own', async () => {
    const foreign = payment(nextCustomer());
    const stranger = payment(uuidv7());
    const euro = { value: '1', assetCode: 'EUR', assetScale: 2 };
    await bank.broker.send(outgoing({ ...foreign, type: Created, amount: euro }));
    await bank.broker.send(outgoing({ ...stranger, type: Created }));

    expect((await bank.commanded(foreign.paymentId))[0]?.data).toMatchObject({
      reason: 'invalid_request',
      cardPaymentFailureReason: 'invalid_request',
    });
    expect((await bank.commanded(stranger.paymentId))[0]?.data).toMatchObject({
      reason: 'account_closed',
    });
  });

  it('leaves other banks’ payments alone', async () => {
    const [theirs, ours] = [payment(nextCustomer()), payment(nextCustomer())];
    const key = uuidv7();
    await bank.broker.send(outgoing({ ...theirs, key, type: Created, tenantId: SHOP_BANK }));
    await bank.broker.send(outgoing({ ...ours, key, type: Created }));

    await bank.commanded(ours.paymentId);
    expect(bank.heard(theirs.paymentId)).toEqual([]);
    await bank.http.get(`/holds/${theirs.paymentId}`).expect(404);
  });

  describe('told again, or in another order', () => {
    it('holds once and decides once', async () => {
      const accountId = nextCustomer();
      const [again, marker] = [payment(accountId), payment(accountId)];
      const key = uuidv7();
      const created = outgoing({ ...again, key, type: Created });
      await bank.broker.send(created);
      await bank.broker.send(created);
      await bank.broker.send({ ...created, id: uuidv7() });
      const inCapitals = { ...again, paymentId: again.paymentId.toUpperCase() };
      await bank.broker.send(outgoing({ ...inCapitals, key, type: Created }));
      await bank.broker.send(outgoing({ ...marker, key, type: Created }));

      await bank.commanded(marker.paymentId);
      expect(bank.heard(again.paymentId)).toHaveLength(1);
      await expectBooks(accountId, OPENING, 2000n);
    });

    it('spends once', async () => {
      const ref = payment(nextCustomer());
      const completed = outgoing({ ...ref, type: Completed, sent: '1000' });
      await bank.broker.send(outgoing({ ...ref, type: Created }));
      await bank.broker.send(completed);
      await bank.broker.send(completed);
      const marker = payment(ref.accountId);
      await bank.broker.send(outgoing({ ...marker, key: ref.paymentId, type: Expired }));

      await bank.hold(marker.paymentId, 'RELEASED');
      await expectBooks(ref.accountId, OPENING - 1000n, 0n);
    });

    it.each([
      { first: Completed, status: 'SETTLED', spent: 1000n },
      { first: Expired, status: 'RELEASED', spent: 0n },
      { first: Failed, status: 'RELEASED', spent: 0n },
    ])('holds nothing for a payment that $first came for first', async (end) => {
      const ref = payment(nextCustomer());
      const marker = payment(ref.accountId);
      await bank.broker.send<OutgoingPaymentEvent>(outgoing({ ...ref, type: end.first }));
      await bank.hold(ref.paymentId, end.status);
      await bank.broker.send(outgoing({ ...ref, type: Created }));
      await bank.broker.send(outgoing({ ...marker, key: ref.paymentId, type: Created }));

      await bank.commanded(marker.paymentId);
      expect(bank.heard(ref.paymentId)).toEqual([]);
      await expectBooks(ref.accountId, OPENING - end.spent, 1000n);
    });
  });

  describe('when the backend refuses', () => {
    async function funded(accountId: string) {
      const ref = payment(accountId);
      await bank.broker.send(outgoing({ ...ref, type: Created }));
      const [fund] = await bank.commanded(ref.paymentId);
      return { ...ref, commandId: fund?.id ?? '' };
    }

    it('releases the hold of a refused fund', async () => {
      const ref = await funded(nextCustomer());
      await bank.broker.send(refused({ ...ref, code: RefusalCode.DeadlinePassed }));

      expect(await bank.hold(ref.paymentId, 'RELEASED')).toMatchObject({
        releaseReason: 'fund_refused',
      });
      await expectBooks(ref.accountId, OPENING, 0n);
    });

    it('keeps the hold of a payment that is funded, and of one whose other word was refused', async () => {
      const accountId = nextCustomer();
      const kept = await funded(accountId);
      const last = await funded(accountId);
      const key = kept.paymentId;
      await bank.broker.send(refused({ ...kept, code: RefusalCode.AlreadyFunded }));
      await bank.broker.send(
        refused({ ...kept, commandId: uuidv7(), code: RefusalCode.DeadlinePassed }),
      );
      await bank.broker.send(
        refused({ ...kept, code: RefusalCode.UnknownPayment, audience: [Audience.CardService] }),
      );
      await bank.broker.send({ ...refused({ ...last, code: RefusalCode.AlreadyCancelled }), key });

      await bank.hold(last.paymentId, 'RELEASED');
      await bank.hold(kept.paymentId, 'HELD');
      await expectBooks(accountId, OPENING, 1000n);
    });

    it('books what was sent all the same, should the payment complete', async () => {
      const ref = await funded(nextCustomer());
      await bank.broker.send(refused({ ...ref, code: RefusalCode.InternalError }));
      await bank.hold(ref.paymentId, 'RELEASED');
      await bank.broker.send(outgoing({ ...ref, type: Completed, sent: '1000' }));

      await bank.hold(ref.paymentId, 'SETTLED');
      await expectBooks(ref.accountId, OPENING - 1000n, 0n);
    });
  });
});
