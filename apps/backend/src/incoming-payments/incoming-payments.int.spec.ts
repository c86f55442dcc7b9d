import { jest } from '@jest/globals';
import {
  Command,
  IncomingPaymentEvent,
  InitiatedBy,
  type CreateIncomingPayment,
  type Message,
} from '@tapmesh/events';
import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { BackendUnderTest, BASE_URL, messageFrom } from '../testing/backend-under-test.js';
import { ALPHA_BANK, AMOUNT, CardPayment, SHOP_BANK } from '../testing/card-payment.js';

jest.setTimeout(30_000);

describe('incoming payments', () => {
  let backend: BackendUnderTest;

  beforeAll(async () => {
    backend = await BackendUnderTest.start();
  });

  afterAll(() => backend.close());

  const create = (differing: Partial<CreateIncomingPayment> = {}) => {
    const id = differing.id ?? uuidv7();
    return messageFrom(`/mock-ase/${SHOP_BANK}`, {
      type: Command.CreateIncomingPayment,
      key: id,
      subject: id,
      tenantId: SHOP_BANK,
      data: {
        id,
        walletAddress: `${BASE_URL}/accounts/corner-shop`,
        incomingAmount: AMOUNT,
        initiatedBy: InitiatedBy.OpenPayments,
        ...differing,
      },
    });
  };
  type OnOne =
    | Command.ApproveIncomingPayment
    | Command.CancelIncomingPayment
    | Command.CompleteIncomingPayment;
  const ask = async (type: OnOne, id: string, tenantId = SHOP_BANK) => {
    const message = messageFrom(`/mock-ase/${tenantId}`, {
      type,
      key: id,
      subject: id,
      tenantId,
      data: { id },
    });
    await backend.broker.send(message);
    return message;
  };
  const created = async (differing: Partial<CreateIncomingPayment> = {}): Promise<string> => {
    const message = create(differing);
    await backend.broker.send(message);
    await backend.hears(IncomingPaymentEvent.Created, message.subject);
    return message.subject;
  };

  it('are told to the receiving ASE, and shown to whoever has the URL', async () => {
    const id = await created({ metadata: { order: 'A-7' } });

    const fact = await backend.hears(IncomingPaymentEvent.Created, id);
    expect(fact.headers).toMatchObject({ ce_audience: 'tenant', ce_tenantid: SHOP_BANK });
    expect(JSON.parse(fact.value)).toMatchObject({ id, state: 'PENDING', incomingAmount: AMOUNT });
    const { body } = await request(backend.url).get(`/incoming-payments/${id}`).expect(200);
    expect(body).toEqual({
      id: `${BASE_URL}/incoming-payments/${id}`,
      walletAddress: `${BASE_URL}/accounts/corner-shop`,
      incomingAmount: AMOUNT,
      receivedAmount: { ...AMOUNT, value: '0' },
      completed: false,
      createdAt: expect.any(String),
      expiresAt: expect.any(String),
    });
  });

  it.each([uuidv7(), 'no-uuid'])('are not there for %s', async (id) => {
    const { body } = await request(backend.url).get(`/incoming-payments/${id}`).expect(404);
    expect(body.error.code).toBe('unknown_incoming_payment');
  });

  it('made for a card expire a margin after the deadline', async () => {
    const tap = new CardPayment(backend);
    await tap.send(tap.createIncoming());

    const fact = await backend.hears(IncomingPaymentEvent.Created, tap.incomingPaymentId);
    expect(fact.key).toBe(tap.requestId);
    expect(fact.headers.ce_deadline).toBe(tap.deadline);
    const { expiresAt } = JSON.parse(fact.value) as { expiresAt: string };
    expect(Date.parse(expiresAt) - Date.parse(tap.deadline)).toBe(30_000);
  });

  it('are one payment when the same is asked twice, even at once', async () => {
    const first = create();
    const second: Message<Command.CreateIncomingPayment> = {
      ...create({ id: first.subject.toUpperCase() }),
      key: uuidv7(),
    };
    await Promise.all([backend.broker.send(first), backend.broker.send(second)]);
    const other = create({ id: first.subject, incomingAmount: { ...AMOUNT, value: '7' } });
    await backend.broker.send(other);

    expect(await backend.refusalOf(other)).toEqual({ code: 'id_reused', audience: 'tenant' });
    await backend.hears(IncomingPaymentEvent.Created, first.subject);
    expect(
      backend.recording.matching(
        ({ headers }) =>
          headers.ce_type === 'incoming_payment.created' && headers.ce_subject === first.subject,
      ),
    ).toHaveLength(1);
  });

  it.each([
    ['unknown_wallet_address', { walletAddress: `${BASE_URL}/accounts/nobody` }],
    // Another bank's customer: an ASE speaks for its own alone.
    ['unknown_wallet_address', { walletAddress: `${BASE_URL}/accounts/alice` }],
    ['asset_mismatch', { incomingAmount: { ...AMOUNT, assetCode: 'EUR' } }],
    ['asset_mismatch', { incomingAmount: { ...AMOUNT, assetScale: 3 } }],
    ['invalid_message', { expiresAt: '2020-01-01T00:00:00.000Z' }],
    ['invalid_message', { initiatedBy: InitiatedBy.Card }],
  ])('are refused with %s: %o', async (code, differing) => {
    const message = create(differing);
    await backend.broker.send(message);

    expect(await backend.refusalOf(message)).toEqual({ code, audience: 'tenant' });
  });

  it('are approved once, and then not cancelled', async () => {
    const id = await created();
    await ask(Command.ApproveIncomingPayment, id);
    const again = await ask(Command.ApproveIncomingPayment, id);
    const cancel = await ask(Command.CancelIncomingPayment, id);

    expect((await backend.refusalOf(again)).code).toBe('already_approved');
    expect((await backend.refusalOf(cancel)).code).toBe('already_approved');
    const rows = await backend.query(
      'SELECT state, version, approved_at IS NOT NULL AS approved FROM incoming_payments WHERE id = $1',
      [id],
    );
    expect(rows).toEqual([{ state: 'PENDING', version: 2, approved: true }]);
  });

  it('are cancelled, and then nothing else', async () => {
    const id = await created();
    await ask(Command.CancelIncomingPayment, id);

    const fact = await backend.hears(IncomingPaymentEvent.Expired, id);
    expect(fact.headers.ce_audience).toBe('tenant');
    expect(JSON.parse(fact.value).cancelledAt).toEqual(expect.any(String));
    const approve = await ask(Command.ApproveIncomingPayment, id);
    expect((await backend.refusalOf(approve)).code).toBe('already_cancelled');
  });

  it('are completed by hand', async () => {
    const id = await created();
    await ask(Command.CompleteIncomingPayment, id);

    const fact = await backend.hears(IncomingPaymentEvent.Completed, id);
    expect(JSON.parse(fact.value)).toMatchObject({
      state: 'COMPLETED',
      completed: true,
      receivedAmount: { value: '0' },
    });
  });

  it('made for a card are not completed by hand', async () => {
    const tap = new CardPayment(backend);
    await tap.send(tap.createIncoming());
    await backend.hears(IncomingPaymentEvent.Created, tap.incomingPaymentId);
    const complete = await ask(Command.CompleteIncomingPayment, tap.incomingPaymentId);

    expect((await backend.refusalOf(complete)).code).toBe('incoming_payment_reserved');
    expect((await tap.states()).incoming).toBe('PENDING');
  });

  it('obey their own bank alone', async () => {
    const id = await created();
    const cancel = await ask(Command.CancelIncomingPayment, id, ALPHA_BANK);

    expect((await backend.refusalOf(cancel)).code).toBe('unknown_payment');
  });

  it('expire when their time is over', async () => {
    const id = await created();
    await backend.query(
      'UPDATE incoming_payments SET expires_at = clock_timestamp() WHERE id = $1',
      [id],
    );

    const fact = await backend.hears(IncomingPaymentEvent.Expired, id);
    expect(JSON.parse(fact.value)).toMatchObject({ state: 'EXPIRED', completed: false });
  });
});
