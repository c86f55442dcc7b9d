import { jest } from '@jest/globals';
import { AssetEvent } from '@tapmesh/events';
import { randomUUID } from 'node:crypto';
import type { AdminClient } from '../testing/admin-client.js';
import * as ask from '../testing/admin-operations.js';
import { BackendUnderTest } from '../testing/backend-under-test.js';
import { Given } from '../testing/operations/given.js';
import { tenantClients } from '../testing/tenants.js';

jest.setTimeout(60_000);

const SCALE = 4;
const CREATE_ASSET = `mutation ($input: CreateAssetInput!) {
  createAsset(input: $input) { asset { id } } }`;
const WATCH = `mutation ($input: UpdateAssetInput!) { updateAsset(input: $input) { asset { id } } }`;
const CREATE_WALLET_ADDRESS = `mutation ($input: CreateWalletAddressInput!) {
  createWalletAddress(input: $input) { walletAddress { id } } }`;
const PUT_BY = `mutation ($input: DepositAssetLiquidityInput!) {
  depositAssetLiquidity(input: $input) { success } }`;

/** Between scales of one currency: a conversion like any other, whose rate nobody has to tell. */
describe('a conversion', () => {
  let backend: BackendUnderTest;
  let bank: AdminClient;
  let given: Given;
  let payer: string;
  let dollars: string;

  beforeAll(async () => {
    backend = await BackendUnderTest.start();
    ({ bank } = tenantClients(backend));
    given = new Given(backend, bank);
    dollars = await given.asset();
    const { asset } = await bank.get<{ asset: { id: string } }>(CREATE_ASSET, {
      input: { code: 'USD', scale: SCALE },
    });
    const { walletAddress } = await bank.get<{ walletAddress: { id: string } }>(
      CREATE_WALLET_ADDRESS,
      { input: { assetId: asset.id, address: `accounts/${randomUUID()}` } },
    );
    payer = walletAddress.id;
  });
  afterAll(async () => {
    expect(new Set(await backend.sums())).toEqual(new Set(['0']));
    await backend.close();
  });

  /** Of 1000 in cents, which its payer has in hundredths of them. */
  const payment = async () => {
    const { url: receiver } = await given.incomingPayment();
    const { quote } = await bank.get<ask.Quoted>(ask.createQuote, {
      input: { walletAddressId: payer, receiver },
    });
    expect(quote.debitAmount).toEqual({ value: '100000', assetCode: 'USD', assetScale: SCALE });
    await bank.get(ask.createOutgoingPayment, {
      input: { walletAddressId: payer, quoteId: quote.id },
    });
    return quote.id;
  };
  const funding = (outgoingPaymentId: string, idempotencyKey = randomUUID()) => ({
    input: { outgoingPaymentId, idempotencyKey },
  });
  const putBy = (amount: string) =>
    bank.get(PUT_BY, {
      input: { assetId: dollars, amount, id: randomUUID(), idempotencyKey: randomUUID() },
    });
  const told = () =>
    backend.recording
      .matching(({ headers }) => headers.ce_type === AssetEvent.LiquidityLow)
      .map(({ value }) => (JSON.parse(value) as { balance: string }).balance);

  it('that leaves the liquidity at its threshold is told, once for each crossing', async () => {
    await bank.get(WATCH, { input: { id: dollars, liquidityThreshold: '1500' } });
    await putBy('3500');
    for (let time = 0; time < 3; time += 1) await bank.get(ask.deposit, funding(await payment()));
    // Only after the next crossing is it known that nothing was told in between.
    await putBy('2000');
    await bank.get(ask.deposit, funding(await payment()));
    await backend.recording.atLeast(
      2,
      ({ headers }) => headers.ce_type === AssetEvent.LiquidityLow,
    );
    expect(told()).toEqual(['1500', '1500']);
  });

  it('that was refused is funded under the same key once there is enough', async () => {
    const [id, key] = [await payment(), randomUUID()];
    await bank.get(ask.deposit, funding(await payment()));
    expect(await bank.refusal(ask.deposit, funding(id, key))).toBe('FORBIDDEN');
    await putBy('1000');
    for (let time = 0; time < 2; time += 1) await bank.get(ask.deposit, funding(id, key));
    expect(await bank.refusal(ask.deposit, funding(await payment(), key))).toBe('CONFLICT');
    expect(await bank.get(ask.outgoingPayment, { id })).toMatchObject({ state: 'COMPLETED' });
  });
});
