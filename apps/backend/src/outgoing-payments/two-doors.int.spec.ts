import { jest } from '@jest/globals';
import { Command, OutgoingPaymentDepositEvent, OutgoingPaymentStatusEvent } from '@tapmesh/events';
import { v7 as uuidv7 } from 'uuid';
import { AdminClient } from '../testing/admin-client.js';
import {
  BackendUnderTest,
  BASE_URL,
  messageFrom,
  OPERATOR,
} from '../testing/backend-under-test.js';
import { ALPHA_BANK, AMOUNT, CardPayment, SHOP_BANK } from '../testing/card-payment.js';
import * as ask from '../testing/admin-operations.js';

jest.setTimeout(60_000);

const ALICE = '01980000-0000-7000-8000-000000000301';
const SHOP = '01980000-0000-7000-8000-000000000350';

describe('payments over two doors', () => {
  let backend: BackendUnderTest;
  let alpha: AdminClient;
  let shop: AdminClient;
  let operator: AdminClient;

  beforeAll(async () => {
    backend = await BackendUnderTest.start({ instances: 2 });
    const bank = (tenantId: string, secret: string) =>
      new AdminClient(backend.url, { tenantId, secret });
    alpha = bank(ALPHA_BANK, 'dev-secret-alpha-bank');
    shop = bank(SHOP_BANK, 'dev-secret-shop-bank');
    operator = new AdminClient(backend.url, OPERATOR);
  });
  afterAll(async () => {
    expect(new Set(await backend.sums())).toEqual(new Set(['0']));
    await backend.close();
  });

  const receiver = async () => {
    const { payment } = await shop.get<ask.Made>(ask.createIncomingPayment, {
      input: { walletAddressId: SHOP, incomingAmount: AMOUNT, metadata: { order: 7 } },
    });
    return payment;
  };
  const quoted = async (incomingPayment: { url: string }) => {
    const { quote } = await alpha.get<ask.Quoted>(ask.createQuote, {
      input: { walletAddressId: ALICE, receiver: incomingPayment.url },
    });
    return quote;
  };
  const paying = async (quoteId: string, more = {}) => {
    const { payment } = await alpha.get<ask.Made>(ask.createOutgoingPayment, {
      input: { walletAddressId: ALICE, quoteId, ...more },
    });
    return payment;
  };
  const deposit = (id: string) => ({ input: { outgoingPaymentId: id, idempotencyKey: uuidv7() } });
  const state = async (id: string) =>
    (await alpha.get<ask.Payment>(ask.outgoingPayment, { id })).state;

  it('are made, quoted, funded and received over the Admin API', async () => {
    const incoming = await receiver();
    const quote = await quoted(incoming);
    expect(quote).toMatchObject({ debitAmount: AMOUNT, receiveAmount: AMOUNT });
    const payment = await paying(quote.id, { metadata: { note: 'thanks' } });
    expect(payment).toMatchObject({
      id: quote.id,
      state: 'FUNDING',
      debitAmount: AMOUNT,
      sentAmount: { value: '0' },
      metadata: { note: 'thanks' },
      quote: { id: quote.id },
    });
    const told = await backend.hears(OutgoingPaymentDepositEvent.Created, payment.id);
    expect(told.headers).toMatchObject({ ce_audience: 'tenant', ce_tenantid: ALPHA_BANK });

    expect(await alpha.get(ask.deposit, deposit(payment.id))).toEqual({ success: true });

    expect(await alpha.get(ask.outgoingPayment, { id: payment.id })).toMatchObject({
      state: 'COMPLETED',
      sentAmount: AMOUNT,
    });
    expect(await shop.get(ask.incomingPayment, { id: incoming.id })).toMatchObject({
      state: 'COMPLETED',
      receivedAmount: AMOUNT,
      liquidity: '1000',
    });
  });

  it('are made over Kafka and funded over the Admin API', async () => {
    const tap = await new CardPayment(backend).begin();

    expect(await alpha.get(ask.deposit, deposit(tap.id))).toEqual({ success: true });

    await tap.hears(OutgoingPaymentStatusEvent.Funded);
    expect(await state(tap.id)).toBe('COMPLETED');
  });

  it('are made over the Admin API and funded over Kafka', async () => {
    const payment = await paying((await quoted(await receiver())).id);
    const fund = messageFrom(`/mock-ase/${ALPHA_BANK}`, {
      type: Command.FundOutgoingPayment,
      key: payment.id,
      subject: payment.id,
      tenantId: ALPHA_BANK,
      data: { id: payment.id },
    });
    await backend.broker.send(fund);

    await backend.hears('outgoing_payment.completed', payment.id);
    expect(await alpha.refusal(ask.deposit, deposit(payment.id))).toBe('CONFLICT');
  });

  it('are decided once where both doors decide at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const tap = await new CardPayment(backend).begin();
      const [, overHttp] = await Promise.all([
        backend.broker.send(tap.cancel({ key: uuidv7() })),
        alpha.ask<{ success: boolean }>(ask.deposit, deposit(tap.id)),
      ]);
      const funded = overHttp.errors === undefined;
      await tap.hears(
        funded ? OutgoingPaymentStatusEvent.Funded : OutgoingPaymentStatusEvent.Cancelled,
      );
      expect(await state(tap.id)).toBe(funded ? 'COMPLETED' : 'CANCELLED');
      if (!funded) expect(overHttp.errors?.[0]?.extensions.code).toBe('CONFLICT');
    }
  });

  it('of a card are made as Rafiki’s services make them, and told to the card service alone', async () => {
    const requestId = uuidv7();
    const { payment: incoming } = await operator.get<ask.Made>(ask.createIncomingPayment, {
      input: {
        walletAddressId: SHOP,
        incomingAmount: AMOUNT,
        isCardPayment: true,
        expiresAt: new Date(Date.now() + 10_000).toISOString(),
        senderWalletAddress: `${BASE_URL}/accounts/alice`,
      },
    });
    const input = {
      walletAddressId: ALICE,
      incomingPayment: incoming.url,
      cardDetails: {
        requestId,
        initiatedAt: new Date().toISOString(),
        data: { signature: 's', payload: 'p' },
      },
    };
    const { payment } = await alpha.get<ask.Made>(ask.createFromIncomingPayment, { input });
    const again = await alpha.get<ask.Made>(ask.createFromIncomingPayment, { input });
    expect(again.payment.id).toBe(payment.id);
    const told = await backend.hears(OutgoingPaymentDepositEvent.Created, payment.id);
    expect(JSON.parse(told.value)).toMatchObject({ cardDetails: { requestId } });

    await alpha.get(ask.cancel, {
      input: { id: payment.id, reason: 'no', cardPaymentFailureReason: 'invalid_signature' },
    });

    const cancelled = await backend.hears(OutgoingPaymentStatusEvent.Cancelled, payment.id);
    expect(cancelled.headers.ce_audience).toBe('card-service');
    expect(JSON.parse(cancelled.value)).toMatchObject({
      metadata: { cardPaymentFailureReason: 'invalid_signature' },
    });
    expect(await alpha.refusal(ask.deposit, deposit(payment.id))).toBe('CONFLICT');
  });

  it('with one idempotency key are made once', async () => {
    const incoming = await receiver();
    const input = {
      walletAddressId: ALICE,
      incomingPayment: incoming.url,
      debitAmount: { ...AMOUNT, value: '600' },
      idempotencyKey: uuidv7(),
    };
    const [one, other] = await Promise.all(
      [0, 1].map(() => alpha.get<ask.Made>(ask.createFromIncomingPayment, { input })),
    );
    expect(other!.payment.id).toBe(one!.payment.id);
    expect(one!.payment.debitAmount).toEqual({ ...AMOUNT, value: '600' });
    const differing = { input: { ...input, debitAmount: { ...AMOUNT, value: '601' } } };
    expect(await alpha.refusal(ask.createFromIncomingPayment, differing)).toBe('CONFLICT');
  });

  it('of one tenant are not there for another', async () => {
    const incoming = await receiver();
    const quote = await quoted(incoming);
    const payment = await paying(quote.id);
    const input = { id: payment.id };
    for (const [query, variables] of [
      [ask.outgoingPayment, input],
      [ask.quote, { id: quote.id }],
      [ask.deposit, deposit(payment.id)],
      [ask.cancel, { input }],
      [ask.createOutgoingPayment, { input: { walletAddressId: SHOP, quoteId: quote.id } }],
      [ask.createQuote, { input: { walletAddressId: ALICE, receiver: incoming.url } }],
    ] as const) {
      expect([query, await shop.refusal(query, variables)]).toEqual([query, 'NOT_FOUND']);
    }
    for (const [query, variables] of [
      [ask.incomingPayment, { id: incoming.id }],
      [ask.approve, { input: { id: incoming.id } }],
      [ask.cancelIncoming, { input: { id: incoming.id } }],
      [ask.update, { input: { id: incoming.id, metadata: {} } }],
      [ask.createIncomingPayment, { input: { walletAddressId: SHOP } }],
      [ask.completeReceiver, { input: { incomingPaymentUrl: incoming.url } }],
    ] as const) {
      expect([query, await alpha.refusal(query, variables)]).toEqual([query, 'NOT_FOUND']);
    }
    const listed = await shop.get<ask.List>(ask.outgoingPayments, { tenantId: ALPHA_BANK });
    expect(listed.edges.map(({ node }) => node.id)).not.toContain(payment.id);
    expect(await operator.get(ask.outgoingPayment, input)).toMatchObject({ id: payment.id });
  });

  it('are approved, described and cancelled by the receiving bank', async () => {
    const { id } = await receiver();
    const described = await shop.get<ask.Made>(ask.update, {
      input: { id, metadata: { order: 8 } },
    });
    expect(described.payment.metadata).toEqual({ order: 8 });
    await shop.get(ask.approve, { input: { id } });
    expect(await shop.refusal(ask.cancelIncoming, { input: { id } })).toBe('FORBIDDEN');
    const other = await receiver();
    const cancelled = await shop.get<ask.Made>(ask.cancelIncoming, {
      input: { id: other.id, cancellationReason: 'sold out' },
    });
    expect(cancelled.payment).toMatchObject({ state: 'EXPIRED', cancellationReason: 'sold out' });
  });

  it('have receivers that their payers make, see and complete', async () => {
    const { receiver: made } = await alpha.get<{ receiver: ask.Receiver }>(ask.createReceiver, {
      input: {
        walletAddressUrl: `${BASE_URL}/accounts/corner-shop`,
        incomingAmount: AMOUNT,
        metadata: { from: 'alice' },
      },
    });
    expect(await alpha.get(ask.receiver, { id: made.id })).toEqual(made);
    expect(made).toMatchObject({ completed: false, metadata: { from: 'alice' } });
    const { receiver: done } = await alpha.get<{ receiver: ask.Receiver }>(ask.completeReceiver, {
      input: { incomingPaymentUrl: made.id },
    });
    expect(done.completed).toBe(true);
    const nobody = 'https://elsewhere.test/incoming-payments/1';
    expect(await alpha.refusal(ask.receiver, { id: nobody })).toBe('BAD_USER_INPUT');
  });

  it('are listed in pages, each once', async () => {
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const list: ask.List = await alpha.get(ask.outgoingPayments, { first: 3, after });
      seen.push(...list.edges.map(({ node }) => node.id));
      after = list.pageInfo.hasNextPage ? list.pageInfo.endCursor : undefined;
    } while (after !== undefined);
    expect(new Set(seen).size).toBe(seen.length);
    const completed = await alpha.get<ask.List>(ask.outgoingPayments, {
      filter: { state: { in: ['COMPLETED'] } },
    });
    expect(new Set(completed.edges.map(({ node }) => node.state))).toEqual(new Set(['COMPLETED']));
  });
});
