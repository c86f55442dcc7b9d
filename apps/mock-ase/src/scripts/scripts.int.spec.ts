import {
  CancelReason,
  OutgoingPaymentDepositEvent,
  OutgoingPaymentStatusEvent,
} from '@tapmesh/events';
import { v7 as uuidv7 } from 'uuid';
import { BankUnderTest, CANCEL, FUND } from '../testing/bank.js';
import { ALPHA_BANK, outgoing } from '../testing/facts.js';
import { ScriptMode, SecondWord } from './script.js';

const { Created } = OutgoingPaymentDepositEvent;
const { Expired } = OutgoingPaymentStatusEvent;

const OPENING = 10_000_000_000n;
const SIGNATURE = CancelReason.InvalidSignature;

describe('a bank that is scripted', () => {
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
    });
  }

  it('declines with the given reason', async () => {
    const ref = payment(nextCustomer());
    await bank.script(ref.accountId, { mode: ScriptMode.Decline, reason: SIGNATURE });
    await bank.broker.send(outgoing({ ...ref, type: Created }));

    const [cancel] = await bank.commanded(ref.paymentId);
    expect(cancel).toMatchObject({
      type: CANCEL,
      data: { reason: SIGNATURE, cardPaymentFailureReason: SIGNATURE },
    });
  });

  it('stays silent, and releases its hold when the payment expires', async () => {
    const ref = payment(nextCustomer());
    const marker = payment(nextCustomer());
    const key = uuidv7();
    await bank.script(ref.accountId, { mode: ScriptMode.Silent });
    await bank.broker.send(outgoing({ ...ref, key, type: Created }));
    await bank.broker.send(outgoing({ ...marker, key, type: Created }));
    await bank.commanded(marker.paymentId);
    await expectBooks(ref.accountId, OPENING, 1000n);

    await bank.broker.send(outgoing({ ...ref, type: Expired }));
    await bank.hold(ref.paymentId, 'RELEASED');
    await expectBooks(ref.accountId, OPENING, 0n);
    expect(bank.heard(ref.paymentId)).toEqual([]);
  });

  it.each([
    { second: SecondWord.Same, says: [FUND, FUND] },
    { second: SecondWord.Opposite, says: [FUND, CANCEL] },
  ])('decides twice, under two ids: $says', async ({ second, says }) => {
    const ref = payment(nextCustomer());
    await bank.script(ref.accountId, { mode: ScriptMode.Twice, second });
    await bank.broker.send(outgoing({ ...ref, type: Created }));

    const commands = await bank.commanded(ref.paymentId, 2);
    expect(commands.map(({ type }) => type)).toEqual(says);
    expect(new Set(commands.map(({ id }) => id)).size).toBe(2);
    await expectBooks(ref.accountId, OPENING, 1000n);
  });

  it('decides after a delay', async () => {
    const ref = payment(nextCustomer());
    await bank.script(ref.accountId, { mode: ScriptMode.Delay, delayMs: 400 });
    const askedAt = Date.now();
    await bank.broker.send(outgoing({ ...ref, type: Created }));

    expect((await bank.commanded(ref.paymentId))[0]?.type).toBe(FUND);
    expect(Date.now() - askedAt).toBeGreaterThanOrEqual(400);
  });

  it('decides too late, when the hold is long released', async () => {
    const ref = payment(nextCustomer());
    const deadline = new Date(Date.now() + 500).toISOString();
    await bank.script(ref.accountId, { mode: ScriptMode.Late, afterDeadlineMs: 300 });
    await bank.broker.send(outgoing({ ...ref, type: Created, deadline }));
    await bank.broker.send(outgoing({ ...ref, type: Expired, deadline }));
    await bank.hold(ref.paymentId, 'RELEASED');

    const [fund] = await bank.commanded(ref.paymentId);
    expect(fund).toMatchObject({ type: FUND, deadline });
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(deadline) + 300);
    await expectBooks(ref.accountId, OPENING, 0n);
  });

  describe('across a restart', () => {
    it('remembers what it has still to say, the holds and the balances', async () => {
      const ref = payment(nextCustomer());
      await bank.script(ref.accountId, { mode: ScriptMode.Delay, delayMs: 1500 });
      await bank.broker.send(outgoing({ ...ref, type: Created }));
      await bank.hold(ref.paymentId, 'HELD');
      await bank.restart();

      expect((await bank.commanded(ref.paymentId))[0]?.type).toBe(FUND);
      await expectBooks(ref.accountId, OPENING, 1000n);
    });

    it('hears what was said in between', async () => {
      const ref = payment(nextCustomer());
      await bank.restart(() => bank.broker.send(outgoing({ ...ref, type: Created })));
      expect((await bank.commanded(ref.paymentId))[0]?.type).toBe(FUND);
    });
  });

  it('holds and speaks once where two instances play the bank', async () => {
    const stop = await bank.addInstance();
    const delayed = nextCustomer();
    await bank.script(delayed, { mode: ScriptMode.Delay, delayMs: 200 });
    const accounts = [delayed, nextCustomer()];
    const payments = Array.from({ length: 24 }, (_, at) => payment(accounts[at % 2] ?? delayed));
    const messages = payments.map((ref) => outgoing({ ...ref, type: Created }));
    await Promise.all([...messages, ...messages].map((message) => bank.broker.send(message)));

    for (const { paymentId } of payments) await bank.commanded(paymentId);
    await stop();
    for (const { paymentId } of payments) expect(bank.heard(paymentId)).toHaveLength(1);
    for (const account of accounts) await expectBooks(account, OPENING, 12_000n);
  });
});
