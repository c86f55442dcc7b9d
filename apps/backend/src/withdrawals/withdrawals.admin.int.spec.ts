import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { AdminClient } from '../testing/admin-client.js';
import { incomingPayment } from '../testing/admin-operations.js';
import { BackendUnderTest } from '../testing/backend-under-test.js';
import { Given } from '../testing/operations/given.js';
import { tenantClients } from '../testing/tenants.js';

jest.setTimeout(60_000);

const mutation = (name: string) => {
  const input = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  return `mutation ($input: ${input}!) { ${name}(input: $input) { success } }`;
};

describe('a withdrawal over the Admin API', () => {
  let backend: BackendUnderTest;
  let bank: AdminClient;

  beforeAll(async () => {
    backend = await BackendUnderTest.start();
    ({ bank } = tenantClients(backend));
  });
  afterAll(async () => {
    expect(new Set(await backend.sums())).toEqual(new Set(['0']));
    await backend.close();
  });

  /** The id of its event is its withdrawal's, for those who settle it. */
  const received = async () => {
    const given = new Given(backend, bank);
    const paymentId = await given.received();
    return { paymentId, eventId: await given.event(paymentId, 'incoming_payment.completed') };
  };
  const withdraw = (incomingPaymentId: string, timeoutSeconds: number) =>
    bank.get(mutation('createIncomingPaymentWithdrawal'), {
      input: { incomingPaymentId, timeoutSeconds, idempotencyKey: randomUUID() },
    });
  const settlement = (withdrawalId: string) => ({
    input: { withdrawalId, idempotencyKey: randomUUID() },
  });
  const settle = (name: 'post' | 'void', id: string) =>
    bank.get(mutation(`${name}LiquidityWithdrawal`), settlement(id));
  const left = async (id: string) =>
    (await bank.get<{ liquidity: string }>(incomingPayment, { id })).liquidity;

  it.each([
    [0, 'at once'],
    [600, 'in two phases'],
  ])('that was voided is made anew with timeout %i, %s', async (timeoutSeconds) => {
    const { paymentId, eventId } = await received();
    for (let time = 0; time < 2; time += 1) {
      await withdraw(paymentId, 600);
      await settle('void', eventId);
      expect(await left(paymentId)).toBe('1000');
    }
    await withdraw(paymentId, timeoutSeconds);
    if (timeoutSeconds > 0) await settle('post', eventId);
    expect(await left(paymentId)).toBe('0');
    for (const name of ['postLiquidityWithdrawal', 'voidLiquidityWithdrawal']) {
      expect(await bank.refusal(mutation(name), settlement(eventId))).toBe('CONFLICT');
    }
  });

  it('is one, however often and at once it is asked for', async () => {
    const { paymentId, eventId } = await received();
    await withdraw(paymentId, 600);
    await settle('void', eventId);
    await Promise.all([0, 1, 2, 3].map(() => withdraw(paymentId, 0)));
    expect(await left(paymentId)).toBe('0');
  });
});
