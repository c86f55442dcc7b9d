import {
  CancelReason,
  CardPaymentFailureReason,
  IncomingPaymentEvent,
  OutgoingPaymentDepositEvent,
  OutgoingPaymentStatusEvent,
  OutgoingPaymentWithdrawEvent,
  parsePayload,
} from '@tapmesh/events';
import { jest } from '@jest/globals';
import type { RunningService } from '@tapmesh/service-kit';
import { setTimeout as delay } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { BackendUnderTest } from '../testing/backend-under-test.js';
import { ALPHA_BANK, AMOUNT, CardPayment, SHOP_BANK } from '../testing/card-payment.js';
import { OutgoingPaymentsConsumer } from './outgoing-payments.consumer.js';

jest.setTimeout(30_000);

describe('outgoing payments', () => {
  let backend: BackendUnderTest;

  beforeAll(async () => {
    backend = await BackendUnderTest.start({ instances: 2 });
  });

  afterAll(() => backend.close());

  const payment = (options?: ConstructorParameters<typeof CardPayment>[1]) =>
    new CardPayment(backend, options);

  it('asks the sending ASE, and it alone, to decide', async () => {
    const tap = await payment().begin();

    const created = await tap.hears(OutgoingPaymentDepositEvent.Created);
    expect(created.topic).toBe('outgoing-payments');
    expect(created.headers).toMatchObject({
      ce_audience: 'tenant',
      ce_tenantid: ALPHA_BANK,
      ce_deadline: tap.deadline,
      ce_sequence: '1',
    });
    expect(created.key).toBe(tap.requestId);
    expect(JSON.parse(created.value)).toMatchObject({
      id: tap.id,
      state: 'FUNDING',
      debitAmount: AMOUNT,
      receiveAmount: AMOUNT,
      sentAmount: { value: '0' },
      balance: '0',
      initiatedBy: 'CARD',
      receiver: `http://backend.test/incoming-payments/${tap.incomingPaymentId}`,
      cardDetails: {
        requestId: tap.requestId,
        initiatedAt: '2026-01-02T03:04:05.678Z',
        data: { signature: 'signed', payload: 'by the card' },
      },
    });
    const quotes = await backend.query<{ debit: string; lives: boolean }>(
      'SELECT debit_amount AS debit, expires_at >= $2 AS lives FROM quotes WHERE id = $1',
      [tap.id, tap.deadline],
    );
    expect(quotes).toEqual([{ debit: '1000', lives: true }]);
  });

  it('sends and delivers what is funded in one go, and tells the card service', async () => {
    const tap = await payment().begin();
    await tap.send(tap.fund());

    const funded = await tap.hears(OutgoingPaymentStatusEvent.Funded);
    expect(funded.topic).toBe('outgoing-payment-status');
    expect(funded.headers.ce_audience).toBe('card-service');
    const told = parsePayload(OutgoingPaymentStatusEvent.Funded, JSON.parse(funded.value));
    expect(told.sentAmount.value).toBe('0');
    expect(told.balance).toBe('0');
    expect(told.cardDetails?.requestId).toBe(tap.requestId);

    const completed = await tap.hears(OutgoingPaymentWithdrawEvent.Completed);
    expect(completed.headers).toMatchObject({ ce_audience: 'tenant', ce_tenantid: ALPHA_BANK });
    expect(JSON.parse(completed.value)).toMatchObject({ state: 'COMPLETED', sentAmount: AMOUNT });
    const received = await backend.hears(IncomingPaymentEvent.Completed, tap.incomingPaymentId);
    expect(received.headers).toMatchObject({
      ce_audience: 'tenant,pos-service',
      ce_tenantid: SHOP_BANK,
      ce_deadline: tap.deadline,
    });
    expect(received.key).toBe(tap.requestId);

    expect(await tap.states()).toEqual({ outgoing: 'COMPLETED', incoming: 'COMPLETED' });
    const accounts = await backend.query<{ id: string; posted: string }>(
      'SELECT id, posted FROM ledger_accounts WHERE id IN ($1, $2) ORDER BY posted',
      [tap.id, tap.incomingPaymentId],
    );
    expect(accounts).toEqual([
      { id: tap.id, posted: '0' },
      { id: tap.incomingPaymentId, posted: '1000' },
    ]);
    expect(new Set(await backend.sums())).toEqual(new Set(['0']));
  });

  it('cancels with the ASE’s reason, tells the card service alone, and closes the receiver', async () => {
    const tap = await payment().begin();
    await tap.send(
      tap.cancel({
        reason: CancelReason.InvalidSignature,
        cardPaymentFailureReason: CardPaymentFailureReason.InvalidSignature,
      }),
    );

    const cancelled = await tap.hears(OutgoingPaymentStatusEvent.Cancelled);
    expect(cancelled.headers.ce_audience).toBe('card-service');
    expect(JSON.parse(cancelled.value)).toMatchObject({
      state: 'CANCELLED',
      sentAmount: { value: '0' },
      balance: '0',
      metadata: {
        cancellationReason: 'invalid_signature',
        cardPaymentFailureReason: 'invalid_signature',
      },
    });
    const closed = await backend.hears(IncomingPaymentEvent.Expired, tap.incomingPaymentId);
    expect(closed.headers.ce_audience).toBe('tenant,pos-service');
    expect(await tap.states()).toEqual({ outgoing: 'CANCELLED', incoming: 'EXPIRED' });
    expect(tap.said()).toEqual([
      'outgoing_payment.created → tenant',
      'outgoing_payment.cancelled → card-service',
    ]);
  });

  it('does nothing for a command that is delivered again', async () => {
    const tap = await payment().begin();
    const fund = tap.fund();
    await tap.send(fund);
    await tap.hears(OutgoingPaymentWithdrawEvent.Completed);
    await tap.send(fund);
    const again = await tap.send(tap.fund());

    expect(await backend.refusalOf(again)).toEqual({ code: 'already_funded', audience: 'tenant' });
    expect(tap.said()).toHaveLength(3);
    expect(backend.recording.matching(({ value }) => value.includes(fund.id))).toEqual([]);
    const transfers = await backend.query<{ amount: string }>(
      'SELECT amount FROM ledger_transfers WHERE payment_id = $1',
      [tap.id],
    );
    expect(transfers).toEqual([{ amount: '1000' }, { amount: '1000' }]);
  });

  it('makes one payment of one request id', async () => {
    const first = await payment().begin();
    const second = payment({ requestId: first.requestId });
    await second.send(second.createIncoming());
    const create = await second.send(second.createOutgoing());

    expect(await backend.refusalOf(create)).toEqual({
      code: 'id_reused',
      audience: 'card-service',
    });
    const rows = await backend.query(
      'SELECT id FROM outgoing_payments WHERE card_request_id = $1',
      [first.requestId],
    );
    expect(rows).toEqual([{ id: first.id }]);
  });

  it('makes none under the id of a quote, and those that came with it all the same', async () => {
    const [quoted, other] = [payment(), payment()];
    await Promise.all([quoted, other].map((tap) => tap.send(tap.createIncoming())));
    for (const { incomingPaymentId } of [quoted, other]) {
      await backend.hears(IncomingPaymentEvent.Created, incomingPaymentId);
    }
    await backend.query(
      `INSERT INTO quotes (id, tenant_id, wallet_address_id, receiver, asset_id, asset_code,
         asset_scale, debit_amount, receive_amount, created_at, expires_at)
       SELECT $1, tenant_id, id, 'http://backend.test/incoming-payments/1', asset_id, 'USD', 2, 7, 7,
         now(), now() + interval '1 hour'
       FROM wallet_addresses WHERE url LIKE '%/accounts/alice'`,
      [quoted.id],
    );
    const creates = [quoted.createOutgoing(), other.createOutgoing()];
    // In one batch, as they may come from Kafka.
    const [{ app }] = backend.instances as [RunningService];
    await app.get(OutgoingPaymentsConsumer, { strict: false }).create(creates);

    expect((await backend.refusalOf(creates[0]!)).code).toBe('id_reused');
    expect(await other.states()).toMatchObject({ outgoing: 'FUNDING' });
    expect(await quoted.states()).toMatchObject({ outgoing: null });
    expect(
      await backend.query('SELECT debit_amount FROM quotes WHERE id = $1', [quoted.id]),
    ).toEqual([{ debit_amount: '7' }]);
  });

  it('takes a repeated create for the payment that it made, unless it asks for another', async () => {
    const tap = await payment().begin();
    await tap.send(tap.createOutgoing());
    const other = await tap.send(
      tap.createOutgoing({ walletAddress: 'http://backend.test/accounts/bob' }),
    );

    expect((await backend.refusalOf(other)).code).toBe('id_reused');
    expect(tap.said()).toEqual(['outgoing_payment.created → tenant']);
  });

  it('takes it so even when today it could not be made any more', async () => {
    const tap = await payment({ deadlineMs: 2_000 }).begin();
    await tap.send(tap.fund());
    await tap.hears(OutgoingPaymentWithdrawEvent.Completed);
    await delay(Math.max(0, Date.parse(tap.deadline) - Date.now()) + 50);
    const same = [
      await tap.send(tap.createIncoming()),
      await tap.send(tap.createOutgoing()),
      await tap.send(tap.createOutgoing({ expectedAmount: undefined })),
    ];
    const other = await tap.send(
      tap.createOutgoing({ expectedAmount: { ...AMOUNT, value: '999' } }),
    );
    const otherIncoming = await tap.send(
      tap.createIncoming({ incomingAmount: { ...AMOUNT, value: '999' } }),
    );

    expect((await backend.refusalOf(other)).code).toBe('id_reused');
    expect((await backend.refusalOf(otherIncoming)).code).toBe('id_reused');
    for (const { id } of same) {
      expect(backend.recording.matching(({ value }) => value.includes(id))).toEqual([]);
    }
    expect(tap.said()).toHaveLength(3);
  });

  it('ends a card’s payment at once when its receiver is closed before it is funded', async () => {
    const tap = await payment().begin();
    await backend.query(
      `UPDATE incoming_payments SET state = 'EXPIRED', cancelled_at = clock_timestamp()
       WHERE id = $1`,
      [tap.incomingPaymentId],
    );
    const fund = await tap.send(tap.fund());

    expect(await backend.refusalOf(fund)).toEqual({
      code: 'incoming_payment_not_pending',
      audience: 'tenant',
    });
    const told = await tap.hears(OutgoingPaymentStatusEvent.Cancelled);
    expect(JSON.parse(told.value)).toMatchObject({
      state: 'CANCELLED',
      metadata: { cancellationReason: 'invalid_request' },
    });
    expect(tap.said()).toEqual([
      'outgoing_payment.created → tenant',
      'outgoing_payment.cancelled → card-service',
    ]);
    expect(await tap.states()).toEqual({ outgoing: 'CANCELLED', incoming: 'EXPIRED' });
  });

  it('lets one card alone pay an incoming payment', async () => {
    const first = await payment().begin();
    const second = payment({ incomingPaymentId: first.incomingPaymentId });
    const create = await second.send(second.createOutgoing());

    expect((await backend.refusalOf(create)).code).toBe('incoming_payment_reserved');
  });

  it.each([
    ['unknown_wallet_address', { walletAddress: 'http://backend.test/accounts/nobody' }],
    ['unknown_payment', { incomingPaymentId: uuidv7() }],
    ['amount_mismatch', { expectedAmount: { ...AMOUNT, value: '999' } }],
    ['asset_mismatch', { expectedAmount: { ...AMOUNT, assetCode: 'EUR' } }],
    ['rate_unavailable', { walletAddress: 'http://backend.test/accounts/erin' }],
    ['invalid_message', { cardDetails: undefined }],
  ])('refuses a create with %s: %o', async (code, differing) => {
    const tap = payment();
    await tap.send(tap.createIncoming());
    const create = await tap.send(tap.createOutgoing(differing));

    expect(await backend.refusalOf(create)).toEqual({ code, audience: 'card-service' });
    expect((await tap.states()).outgoing).toBeNull();
  });

  it('starts nothing for a card service that comes back after the deadline', async () => {
    const tap = payment({ deadlineMs: -1 });
    const incoming = await tap.send(tap.createIncoming());
    const outgoing = await tap.send(tap.createOutgoing());

    expect(await backend.refusalOf(incoming)).toEqual({
      code: 'deadline_passed',
      audience: 'pos-service',
    });
    expect(await backend.refusalOf(outgoing)).toEqual({
      code: 'deadline_passed',
      audience: 'card-service',
    });
  });

  it('lets no bank decide another bank’s payment', async () => {
    const tap = await payment().begin();
    const fund = await tap.send(tap.fund({ tenantId: SHOP_BANK }));
    const cancel = await tap.send(tap.cancel({ tenantId: SHOP_BANK }));

    expect((await backend.refusalOf(fund)).code).toBe('unknown_payment');
    expect((await backend.refusalOf(cancel)).code).toBe('unknown_payment');
    expect((await tap.states()).outgoing).toBe('FUNDING');
  });
});
