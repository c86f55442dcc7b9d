import { v7 as uuidv7 } from 'uuid';
import { ALPHA_BANK, SHOP_BANK, usd } from '../testing/facts.js';
import { HttpBankUnderTest } from '../testing/http-bank.js';

const BOB = '01980000-0000-7000-8000-000000000302';
const CORNER_SHOP = '01980000-0000-7000-8000-000000000350';
const OPENING = 10_000_000_000n;
const PATIENCE_MS = 600;

/** As Rafiki's webhooks have it, no field more. */
function outgoing(paymentId: string, accountId: string, sent = '0') {
  return {
    id: paymentId,
    walletAddressId: accountId,
    client: null,
    state: 'FUNDING',
    receiver: `http://backend.test/incoming-payments/${uuidv7()}`,
    debitAmount: usd('1000'),
    receiveAmount: usd('1000'),
    sentAmount: usd(sent),
    stateAttempts: 0,
    createdAt: new Date().toISOString(),
    balance: '0',
  };
}

describe('a bank over HTTP', () => {
  let bank: HttpBankUnderTest;
  let customer = 311;
  const nextCustomer = () => `01980000-0000-7000-8000-000000000${customer++}`;

  beforeAll(async () => {
    bank = await HttpBankUnderTest.start(ALPHA_BANK, { PAYMENT_PATIENCE_MS: String(PATIENCE_MS) });
  }, 60_000);
  afterAll(() => bank?.close(), 60_000);

  async function expectBooks(accountId: string, balance: bigint, held: bigint): Promise<void> {
    expect(await bank.account(accountId)).toMatchObject({
      balance: balance.toString(),
      held: held.toString(),
    });
  }

  describe('lets in', () => {
    const webhook = { id: uuidv7(), type: 'outgoing_payment.created', data: {} };

    it.each([
      ['what is signed with another secret', () => bank.post(webhook, 'another')],
      ['what is not signed', () => bank.http.post('/webhooks').send(webhook)],
      ['what says more than was signed', () => bank.post(webhook).send({ ...webhook, more: true })],
    ])('not %s', async (_what, post) => {
      const { body } = await post().expect(401);
      expect(body).toMatchObject({ error: { code: 'unauthorized' } });
    });

    it('what it has no use for, and does nothing', async () => {
      await bank.tell('incoming_payment.created', {});
      await bank.tell('peer.liquidity_low', { any: 'thing' });
    });

    it('no payment that is none, and says what is wrong', async () => {
      const { body } = await bank.post(webhook).expect(400);
      expect(JSON.stringify(body)).toContain('data.debitAmount');
    });
  });

  describe('for a payment that the balance covers', () => {
    it('holds the amount, deposits as its tenant, and spends the hold at the end', async () => {
      const [id, accountId] = [uuidv7(), nextCustomer()];
      await bank.tell('outgoing_payment.created', outgoing(id, accountId));

      const [deposit] = await bank.backend.asked(id);
      expect(deposit).toEqual({
        operation: 'depositOutgoingPaymentLiquidity',
        variables: { input: { outgoingPaymentId: id, idempotencyKey: id } },
        tenantId: ALPHA_BANK,
        isSigned: true,
      });
      await bank.hold(id, 'HELD');
      await bank.tell('outgoing_payment.completed', outgoing(id, accountId, '1000'));
      await bank.hold(id, 'SETTLED');
      await expectBooks(accountId, OPENING - 1000n, 0n);
    });

    it('told again and again, holds and deposits once', async () => {
      const [id, accountId] = [uuidv7(), nextCustomer()];
      const created = await bank.tell('outgoing_payment.created', outgoing(id, accountId));
      await bank.tell(created.type, created.data, created.id);
      await bank.tell(created.type, created.data);
      const completed = outgoing(id, accountId, '1000');
      await bank.tell('outgoing_payment.completed', completed);
      await bank.tell('outgoing_payment.completed', completed);
      await bank.tell(created.type, created.data);

      const after = uuidv7();
      await bank.tell('outgoing_payment.created', outgoing(after, accountId));
      await bank.backend.asked(after);
      expect(bank.backend.of(id)).toHaveLength(1);
      await expectBooks(accountId, OPENING - 1000n, 1000n);
    });

    it('asks until it knows: through errors and a restart, with the same key', async () => {
      const [id, accountId] = [uuidv7(), nextCustomer()];
      const away = { status: 502 };
      const broken = { refused: { code: 'INTERNAL_SERVER_ERROR' } };
      bank.backend.willAnswer(id, away, broken, away, away);
      await bank.tell('outgoing_payment.created', outgoing(id, accountId));
      await bank.backend.asked(id, 2);
      await bank.restart();

      const asked = await bank.backend.asked(id, 5);
      const [first] = asked;
      for (const request of asked.slice(0, 5)) expect(request).toEqual(first);
      await bank.hold(id, 'HELD');
    });

    it.each(['DEADLINE_PASSED', 'ALREADY_CANCELLED'])(
      'frees the hold of a deposit refused with %s',
      async (refusal) => {
        const [id, accountId] = [uuidv7(), nextCustomer()];
        const refused = { code: 'CONFLICT', refusal: refusal.toLowerCase() };
        bank.backend.willAnswer(id, { refused });
        await bank.tell('outgoing_payment.created', outgoing(id, accountId));

        expect(await bank.hold(id, 'RELEASED')).toMatchObject({ releaseReason: 'fund_refused' });
        await expectBooks(accountId, OPENING, 0n);
      },
    );

    it('keeps the hold of a payment that is funded already', async () => {
      const [id, accountId] = [uuidv7(), nextCustomer()];
      const refused = { code: 'CONFLICT', refusal: 'already_funded' };
      const completed = { state: 'COMPLETED', debitAmount: usd('1000'), sentAmount: usd('1000') };
      bank.backend.willAnswer(id, { refused }, { value: completed });
      await bank.tell('outgoing_payment.created', outgoing(id, accountId));

      await bank.hold(id, 'SETTLED');
      await expectBooks(accountId, OPENING - 1000n, 0n);
    });
  });

  it('cancels what the balance does not cover, in words that a card service of Rafiki’s has none for', async () => {
    const id = uuidv7();
    await bank.tell('outgoing_payment.created', outgoing(id, BOB));

    const [cancel] = await bank.backend.asked(id);
    expect(cancel).toMatchObject({ operation: 'cancelOutgoingPayment', isSigned: true });
    expect(cancel?.variables).toEqual({ input: { id, reason: 'insufficient_funds' } });
    await bank.hold(id, 'NOT_HELD');
    await expectBooks(BOB, 500n, 0n);
  });

  it('cancels for a signature that it was told to find wrong, in Rafiki’s word for it', async () => {
    const [id, accountId] = [uuidv7(), nextCustomer()];
    await bank.script(accountId, { mode: 'decline', reason: 'invalid_signature' } as never);
    await bank.tell('outgoing_payment.created', outgoing(id, accountId));

    const [cancel] = await bank.backend.asked(id);
    expect(cancel?.variables.input).toMatchObject({
      cardPaymentFailureReason: 'invalid_signature',
    });
  });

  it('gives back what a failed payment did not send', async () => {
    const [id, accountId] = [uuidv7(), nextCustomer()];
    await bank.tell('outgoing_payment.created', outgoing(id, accountId));
    await bank.hold(id, 'HELD');
    await bank.tell('outgoing_payment.failed', outgoing(id, accountId, '300'));

    await bank.hold(id, 'SETTLED');
    await expectBooks(accountId, OPENING - 300n, 0n);
  });

  describe('when nobody tells the end', () => {
    const looked = (state: string, sent = '0') => ({
      value: { state, debitAmount: usd('1000'), sentAmount: usd(sent) },
    });

    it.each([
      ['CANCELLED', 'RELEASED', 0n],
      ['FAILED', 'RELEASED', 0n],
      ['COMPLETED', 'SETTLED', 1000n],
    ] as const)('asks after its patience, and books a %s payment', async (state, status, spent) => {
      const [id, accountId] = [uuidv7(), nextCustomer()];
      await bank.script(accountId, { mode: 'silent' } as never);
      bank.backend.willAnswer(id, looked('FUNDING'), looked(state, spent.toString()));
      await bank.tell('outgoing_payment.created', outgoing(id, accountId));
      await bank.hold(id, 'HELD');

      await bank.hold(id, status);
      expect(bank.backend.of(id).map(({ operation }) => operation)).toEqual([
        'outgoingPayment',
        'outgoingPayment',
      ]);
      await expectBooks(accountId, OPENING - spent, 0n);
    });

    it('frees the hold of a payment that the backend does not know', async () => {
      const [id, accountId] = [uuidv7(), nextCustomer()];
      bank.backend.willAnswer(id, { value: { success: true } }, { refused: { code: 'NOT_FOUND' } });
      await bank.tell('outgoing_payment.created', outgoing(id, accountId));

      await bank.hold(id, 'RELEASED');
      await expectBooks(accountId, OPENING, 0n);
    });
  });

  it('says its second word after the first, however often that has to be said', async () => {
    const [id, accountId] = [uuidv7(), nextCustomer()];
    await bank.script(accountId, { mode: 'twice', second: 'opposite' } as never);
    const away = { status: 502 };
    bank.backend.willAnswer(id, away, away, away);
    await bank.tell('outgoing_payment.created', outgoing(id, accountId));

    const asked = await bank.backend.asked(id, 5);
    const deposit = 'depositOutgoingPaymentLiquidity';
    expect(asked.map(({ operation }) => operation)).toEqual([
      ...[deposit, deposit, deposit, deposit],
      'cancelOutgoingPayment',
    ]);
    await bank.hold(id, 'HELD');
  });

  it('decides later as it is told to, and after its patience where that is later still', async () => {
    const [late, accountId] = [uuidv7(), nextCustomer()];
    await bank.script(accountId, { mode: 'late', afterDeadlineMs: 50 } as never);
    const toldAt = Date.now();
    await bank.tell('outgoing_payment.created', outgoing(late, accountId));

    expect((await bank.backend.asked(late))[0]?.operation).toBe('depositOutgoingPaymentLiquidity');
    expect(Date.now() - toldAt).toBeGreaterThanOrEqual(PATIENCE_MS);
  });
});

describe('a merchant’s bank over HTTP', () => {
  let bank: HttpBankUnderTest;

  beforeAll(async () => {
    bank = await HttpBankUnderTest.start(SHOP_BANK, { WITHDRAW_ON_COMPLETION: 'true' });
  }, 60_000);
  afterAll(() => bank?.close(), 60_000);

  it('credits what was received once, and withdraws it', async () => {
    const id = uuidv7();
    const completed = { id, walletAddressId: CORNER_SHOP, receivedAmount: usd('700') };
    await bank.tell('incoming_payment.completed', completed);
    await bank.tell('incoming_payment.completed', completed);
    const other = { ...completed, id: uuidv7(), receivedAmount: usd('5') };
    await bank.tell('incoming_payment.expired', other);

    expect(await bank.account(CORNER_SHOP)).toMatchObject({ balance: '705' });
    const [withdrawal] = await bank.backend.asked(id);
    expect(withdrawal).toMatchObject({
      operation: 'createIncomingPaymentWithdrawal',
      variables: { input: { incomingPaymentId: id, idempotencyKey: id, timeoutSeconds: 0 } },
      isSigned: true,
    });
  });
});
