import { jest } from '@jest/globals';
import { OutgoingPaymentStatusEvent } from '@tapmesh/events';
import { v7 as uuidv7 } from 'uuid';
import type { AdminClient } from '../testing/admin-client.js';
import * as ask from '../testing/admin-operations.js';
import { BackendUnderTest, BASE_URL } from '../testing/backend-under-test.js';
import { AMOUNT } from '../testing/card-payment.js';
import { tenantClients } from '../testing/tenants.js';

jest.setTimeout(60_000);

const ALICE = '01980000-0000-7000-8000-000000000301';
const SHOP = '01980000-0000-7000-8000-000000000350';

describe('a card’s payment over the Admin API', () => {
  let backend: BackendUnderTest;
  let bank: AdminClient;
  let shop: AdminClient;

  beforeAll(async () => {
    backend = await BackendUnderTest.start();
    ({ bank, shop } = tenantClients(backend));
  });
  afterAll(async () => {
    expect(new Set(await backend.sums())).toEqual(new Set(['0']));
    await backend.close();
  });

  /** What a point-of-sale service and then a card service made for Rafiki ask for. */
  const tap = async () => {
    const { payment: incoming } = await shop.get<ask.Made>(ask.createIncomingPayment, {
      input: {
        walletAddressId: SHOP,
        incomingAmount: AMOUNT,
        isCardPayment: true,
        senderWalletAddress: `${BASE_URL}/accounts/alice`,
      },
    });
    const cardDetails = {
      requestId: uuidv7(),
      initiatedAt: new Date().toISOString(),
      data: { signature: 's', payload: 'p' },
    };
    return { walletAddressId: ALICE, incomingPayment: incoming.url, cardDetails };
  };
  const paying = (input: object) =>
    bank.get<ask.Made>(ask.createFromIncomingPayment, { input }).then(({ payment }) => payment);
  const debitAmount = (value: string) => ({ debitAmount: { ...AMOUNT, value } });

  it.each(['999', '1', '1001'])('is refused where it debits %s for 1000', async (value) => {
    const input = { ...(await tap()), ...debitAmount(value) };
    expect(await bank.refusal(ask.createFromIncomingPayment, { input })).toBe('BAD_USER_INPUT');
    const made = await backend.query('SELECT FROM outgoing_payments WHERE card_request_id = $1', [
      input.cardDetails.requestId,
    ]);
    expect(made).toEqual([]);
  });

  it.each([['the whole', debitAmount('1000')] as const, ['nothing said', {}] as const])(
    'is made with %s after it was refused',
    async (_what, more) => {
      const input = await tap();
      const wrong = { input: { ...input, ...debitAmount('999') } };
      expect(await bank.refusal(ask.createFromIncomingPayment, wrong)).toBe('BAD_USER_INPUT');
      const payment = await paying({ ...input, ...more });
      expect(payment).toMatchObject({ state: 'FUNDING', debitAmount: AMOUNT });
    },
  );

  it.each(['+275760-09-13T00:00:00.000Z', '-000001-01-01T00:00:00.000Z', 'x', ''])(
    'is refused where it has a time that no message can carry: %s',
    async (time) => {
      const input = await tap();
      const started = {
        input: { ...input, cardDetails: { ...input.cardDetails, initiatedAt: time } },
      };
      expect(await bank.refusal(ask.createFromIncomingPayment, started)).toBe('BAD_USER_INPUT');
      const asked = {
        input: { walletAddressId: SHOP, incomingAmount: AMOUNT, expiresAt: time },
      };
      expect(await shop.refusal(ask.createIncomingPayment, asked)).toBe('BAD_USER_INPUT');
    },
  );

  it('is the same when its debit is asked for again, also after its end', async () => {
    const input = { ...(await tap()), ...debitAmount('1000') };
    const payment = await paying(input);
    expect((await paying(input)).id).toBe(payment.id);
    await bank.get(ask.deposit, {
      input: { outgoingPaymentId: payment.id, idempotencyKey: uuidv7() },
    });
    await backend.hears(OutgoingPaymentStatusEvent.Funded, payment.id);
    expect(await paying(input)).toMatchObject({ id: payment.id, state: 'COMPLETED' });
    const other = { input: { ...input, ...debitAmount('999') } };
    expect(await bank.refusal(ask.createFromIncomingPayment, other)).toBe('CONFLICT');
  });
});
