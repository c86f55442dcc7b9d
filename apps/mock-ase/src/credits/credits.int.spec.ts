import { Command } from '@tapmesh/events';
import { v7 as uuidv7 } from 'uuid';
import { BankUnderTest } from '../testing/bank.js';
import {
  ALPHA_BANK,
  incomingCompleted,
  incomingExpired,
  SHOP_BANK,
  usd,
} from '../testing/facts.js';
import { until } from '../testing/until.js';

const CORNER_SHOP = '01980000-0000-7000-8000-000000000350';
const MARKET = '01980000-0000-7000-8000-000000000351';
const BOOK_SHOP = '01980000-0000-7000-8000-000000000352';

describe('a bank and its merchants’ payments', () => {
  let bank: BankUnderTest;

  beforeAll(async () => {
    bank = await BankUnderTest.start(SHOP_BANK, { WITHDRAW_ON_COMPLETION: 'true' });
  }, 60_000);
  afterAll(() => bank?.close(), 60_000);

  const balanceOf = (accountId: string) => async () => (await bank.account(accountId)).balance;

  it('credits a payment once, however often it is told', async () => {
    const completed = incomingCompleted({ paymentId: uuidv7(), accountId: CORNER_SHOP });
    const last = incomingCompleted({
      paymentId: uuidv7(),
      accountId: CORNER_SHOP,
      amount: usd('7'),
    });
    for (const message of [completed, completed, { ...completed, id: uuidv7() }]) {
      await bank.broker.send(message);
    }
    await bank.broker.send({ ...last, key: completed.key });

    expect(await until(balanceOf(CORNER_SHOP), (balance) => balance.endsWith('7'))).toBe('1007');
  });

  it('credits what came in before a payment expired, and nothing where nothing did', async () => {
    const before = BigInt((await bank.account(MARKET)).balance);
    const key = uuidv7();
    for (const value of ['0', '40']) {
      const amount = usd(value);
      const expired = incomingExpired({ paymentId: uuidv7(), accountId: MARKET, amount });
      await bank.broker.send({ ...expired, key });
    }

    const after = (before + 40n).toString();
    expect(await until(balanceOf(MARKET), (balance) => balance === after)).toBe(after);
  });

  it('credits nothing for another bank, nor to an account that it does not have', async () => {
    const key = uuidv7();
    const theirs = incomingCompleted({
      paymentId: uuidv7(),
      accountId: BOOK_SHOP,
      tenantId: ALPHA_BANK,
    });
    const unknown = incomingCompleted({ paymentId: uuidv7(), accountId: uuidv7() });
    const ours = incomingCompleted({ paymentId: uuidv7(), accountId: BOOK_SHOP, amount: usd('5') });
    for (const message of [theirs, unknown, ours]) await bank.broker.send({ ...message, key });

    expect(await until(balanceOf(BOOK_SHOP), (balance) => balance !== '0')).toBe('5');
  });

  it('withdraws what was received, where it is told to', async () => {
    const paymentId = uuidv7();
    await bank.broker.send(incomingCompleted({ paymentId, accountId: CORNER_SHOP }));

    const [withdraw] = await bank.commanded(paymentId);
    expect(withdraw).toMatchObject({
      type: Command.WithdrawIncomingPayment,
      tenantId: SHOP_BANK,
      data: { id: paymentId, timeoutSeconds: 0 },
    });
  });
});
