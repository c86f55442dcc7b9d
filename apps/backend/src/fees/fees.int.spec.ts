import { jest } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { seededTenantAssetId } from '../assets/tenant-asset.id.js';
import { AdminClient } from '../testing/admin-client.js';
import * as ask from '../testing/admin-operations.js';
import { BackendUnderTest } from '../testing/backend-under-test.js';
import { ALPHA_BANK, AMOUNT, SHOP_BANK } from '../testing/card-payment.js';
import { usd } from '../testing/directory.js';

jest.setTimeout(60_000);

const ALICE = '01980000-0000-7000-8000-000000000301';
const SHOP = '01980000-0000-7000-8000-000000000350';
const SET_FEE = `mutation M($input: SetFeeInput!) {
  setFee(input: $input) { fee { id assetId type fixed basisPoints createdAt } } }`;
const ASSET = `query Q($id: String!) { asset(id: $id) {
  sendingFee { fixed basisPoints } receivingFee { fixed } liquidity
  fees(first: 2) { edges { node { type fixed } } pageInfo { hasNextPage } } } }`;
const DEPOSIT = `mutation M($input: DepositAssetLiquidityInput!) {
  depositAssetLiquidity(input: $input) { success } }`;
const WITHDRAW = `mutation M($input: CreateAssetLiquidityWithdrawalInput!) {
  createAssetLiquidityWithdrawal(input: $input) { success } }`;
const POST = `mutation M($input: PostLiquidityWithdrawalInput!) {
  postLiquidityWithdrawal(input: $input) { success } }`;
const VOID = `mutation M($input: VoidLiquidityWithdrawalInput!) {
  voidLiquidityWithdrawal(input: $input) { success } }`;

interface AssetAnswer {
  sendingFee: { fixed: string; basisPoints: number } | null;
  receivingFee: { fixed: string } | null;
  liquidity: string;
  fees: { edges: unknown[]; pageInfo: { hasNextPage: boolean } };
}

describe('what an asset costs and holds', () => {
  let backend: BackendUnderTest;
  let alpha: AdminClient;
  let shop: AdminClient;
  const alphaUsd = seededTenantAssetId(ALPHA_BANK, usd);
  const shopUsd = seededTenantAssetId(SHOP_BANK, usd);

  beforeAll(async () => {
    backend = await BackendUnderTest.start();
    const bank = (tenantId: string, secret: string) =>
      new AdminClient(backend.url, { tenantId, secret });
    alpha = bank(ALPHA_BANK, 'dev-secret-alpha-bank');
    shop = bank(SHOP_BANK, 'dev-secret-shop-bank');
  });
  afterAll(async () => {
    expect(new Set(await backend.sums())).toEqual(new Set(['0']));
    await backend.close();
  });

  const fee = (assetId: string, type: string, fixed: number, basisPoints: number, more = {}) => ({
    input: { assetId, type, fee: { fixed, basisPoints }, ...more },
  });
  const balanceOf = async (tenantId: string, kind: string) => {
    const rows = await backend.query<{ posted: string }>(
      'SELECT posted FROM ledger_accounts WHERE tenant_id = $1 AND kind = $2 AND asset_id = $3',
      [tenantId, kind, usd],
    );
    return rows[0]?.posted ?? '0';
  };

  it('is charged as it stands when a payment is quoted and received', async () => {
    await alpha.get(SET_FEE, fee(alphaUsd, 'SENDING', 7, 100));
    await shop.get(SET_FEE, fee(shopUsd, 'RECEIVING', 0, 50));
    const { payment: incoming } = await shop.get<ask.Made>(ask.createIncomingPayment, {
      input: { walletAddressId: SHOP, incomingAmount: AMOUNT },
    });
    const { quote } = await alpha.get<ask.Quoted>(ask.createQuote, {
      input: { walletAddressId: ALICE, receiver: incoming.url },
    });
    expect(quote).toMatchObject({
      debitAmount: { ...AMOUNT, value: '1017' },
      receiveAmount: AMOUNT,
    });
    // What is set now is nothing to a quote that was made before.
    await alpha.get(SET_FEE, fee(alphaUsd, 'SENDING', 0, 0));
    await alpha.get(ask.createOutgoingPayment, {
      input: { walletAddressId: ALICE, quoteId: quote.id },
    });
    await alpha.get(ask.deposit, {
      input: { outgoingPaymentId: quote.id, idempotencyKey: uuidv7() },
    });

    expect(await balanceOf(ALPHA_BANK, 'FEE')).toBe('17');
    expect(await balanceOf(SHOP_BANK, 'FEE')).toBe('5');
    expect(await shop.get(ask.incomingPayment, { id: incoming.id })).toMatchObject({
      state: 'COMPLETED',
      receivedAmount: AMOUNT,
      liquidity: '995',
    });
  });

  it('shows the fees that hold and all that were set', async () => {
    await alpha.get(SET_FEE, fee(alphaUsd, 'SENDING', 3, 25));
    const asset = await alpha.get<AssetAnswer>(ASSET, { id: alphaUsd });
    expect(asset).toMatchObject({
      sendingFee: { fixed: '3', basisPoints: 25 },
      receivingFee: null,
      fees: { edges: [{ node: { fixed: '3' } }, { node: { fixed: '0' } }] },
    });
    expect(asset.fees.pageInfo.hasNextPage).toBe(true);
    await alpha.get(SET_FEE, fee(alphaUsd, 'SENDING', 0, 0));
  });

  it('is set once by one idempotency key', async () => {
    const idempotencyKey = uuidv7();
    const twice = [0, 1].map(() =>
      alpha.get<{ fee: { id: string } }>(
        SET_FEE,
        fee(alphaUsd, 'RECEIVING', 0, 0, { idempotencyKey }),
      ),
    );
    const [one, other] = await Promise.all(twice);
    expect(other!.fee.id).toBe(one!.fee.id);
    const differing = fee(alphaUsd, 'RECEIVING', 1, 0, { idempotencyKey });
    expect(await alpha.refusal(SET_FEE, differing)).toBe('CONFLICT');
  });

  it('is moved by deposits and withdrawals in one phase or two', async () => {
    const move = (amount: number, more = {}) => ({
      input: { assetId: alphaUsd, amount, id: uuidv7(), idempotencyKey: uuidv7(), ...more },
    });
    const settle = (withdrawalId: string) => ({
      input: { withdrawalId, idempotencyKey: uuidv7() },
    });
    const liquidity = async () => (await alpha.get<AssetAnswer>(ASSET, { id: alphaUsd })).liquidity;
    await alpha.get(DEPOSIT, move(1_000));
    await alpha.get(WITHDRAW, move(100, { timeoutSeconds: 0 }));
    expect(await liquidity()).toBe('900');
    const [posted, voided] = [uuidv7(), uuidv7()];
    await alpha.get(WITHDRAW, move(300, { timeoutSeconds: 60, id: posted }));
    await alpha.get(WITHDRAW, move(200, { timeoutSeconds: 60, id: voided }));
    expect(await liquidity()).toBe('400');
    expect(await alpha.refusal(WITHDRAW, move(401, { timeoutSeconds: 0 }))).toBe('FORBIDDEN');
    expect(await alpha.refusal(DEPOSIT, move(1, { id: posted }))).toBe('DUPLICATE');
    expect(await alpha.refusal(DEPOSIT, move(0))).toBe('FORBIDDEN');
    expect(await shop.refusal(POST, settle(posted))).toBe('NOT_FOUND');
    await alpha.get(POST, settle(posted));
    await alpha.get(VOID, settle(voided));
    expect(await alpha.refusal(VOID, settle(posted))).toBe('CONFLICT');
    expect(await liquidity()).toBe('600');
  });

  it('is another tenant’s to nobody', async () => {
    const input = { assetId: shopUsd, amount: 1, id: uuidv7(), idempotencyKey: uuidv7() };
    expect([
      await alpha.refusal(SET_FEE, fee(shopUsd, 'SENDING', 1, 0)),
      await alpha.refusal(DEPOSIT, { input }),
      await alpha.refusal(WITHDRAW, { input: { ...input, timeoutSeconds: 0 } }),
    ]).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND']);
  });

  it.each([
    ['more than everything', { fixed: 0, basisPoints: 10_001 }],
    ['less than nothing', { fixed: 0, basisPoints: -1 }],
  ])('is not %s', async (_what, charged) => {
    const input = { assetId: alphaUsd, type: 'SENDING', fee: charged };
    expect(await alpha.refusal(SET_FEE, { input })).toBe('BAD_USER_INPUT');
  });
});
