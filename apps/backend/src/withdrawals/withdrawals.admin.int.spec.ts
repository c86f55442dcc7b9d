import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { AdminClient } from '../testing/admin-client.js';
import { incomingPayment } from '../testing/admin-operations.js';
import { BackendUnderTest } from '../testing/backend-under-test.js';
import { eventually } from '../testing/eventually.js';
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
  let shop: AdminClient;

  beforeAll(async () => {
    backend = await BackendUnderTest.start();
    ({ bank, shop } = tenantClients(backend));
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
  const asked = (incomingPaymentId: string, timeoutSeconds: number) => ({
    input: { incomingPaymentId, timeoutSeconds, idempotencyKey: randomUUID() },
  });
  const withdraw = (paymentId: string, timeoutSeconds: number) =>
    bank.get(mutation('createIncomingPaymentWithdrawal'), asked(paymentId, timeoutSeconds));
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

  it('is void when its time has passed: nobody posts it, and all of it can be withdrawn again', async () => {
    const { paymentId, eventId } = await received();
    await withdraw(paymentId, 1);
    // Asked for again it is the one that is under way; then one that is over and not yet void.
    await eventually(async () => {
      await bank.ask(mutation('createIncomingPaymentWithdrawal'), asked(paymentId, 0));
      return (await left(paymentId)) === '0' || undefined;
    });
    const post = mutation('postLiquidityWithdrawal');
    expect(await bank.refusal(post, settlement(eventId))).toBe('CONFLICT');
  });

  it('is one, however often and at once it is asked for', async () => {
    const { paymentId, eventId } = await received();
    await withdraw(paymentId, 600);
    await settle('void', eventId);
    await Promise.all([0, 1, 2, 3].map(() => withdraw(paymentId, 0)));
    expect(await left(paymentId)).toBe('0');
  });

  it('of an asset’s liquidity is void when its time has passed, and nobody else’s to settle', async () => {
    const assetId = await new Given(backend, bank).liquidAsset();
    const create = mutation('createAssetLiquidityWithdrawal');
    const reserving = (id: string, timeoutSeconds: number) => ({
      input: { assetId, id, amount: '1000', timeoutSeconds, idempotencyKey: randomUUID() },
    });
    const liquidity = () =>
      bank.get<{ liquidity: string }>('query ($id: String!) { asset(id: $id) { liquidity } }', {
        id: assetId,
      });
    const [late, taken] = [randomUUID(), randomUUID()];
    await bank.get(create, reserving(late, 1));
    const both = ['postLiquidityWithdrawal', 'voidLiquidityWithdrawal'].map(mutation);
    for (const settling of both) {
      expect(await shop.refusal(settling, settlement(late))).toBe('NOT_FOUND');
    }
    expect(await liquidity()).toEqual({ liquidity: '0' });
    await eventually(async () => (await liquidity()).liquidity === '1000' || undefined);
    for (const settling of both) {
      expect(await bank.refusal(settling, settlement(late))).toBe('CONFLICT');
    }
    await bank.get(create, reserving(taken, 600));
    await settle('post', taken);
    expect(await liquidity()).toEqual({ liquidity: '0' });
  });
});
