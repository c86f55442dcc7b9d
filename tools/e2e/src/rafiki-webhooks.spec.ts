import { AdminClient, startMesh, type Mesh } from '@tapmesh/mesh';
import { v7 as uuidv7 } from 'uuid';
import type { StandInAse } from './rafiki-stand-ins/ase.js';
import { Hook } from './rafiki-stand-ins/hook.js';
import { eventually } from './support/eventually.js';
import { connectionTo, knownToBridge, openBank } from './support/stand-in-parts.js';

const EUROS = { code: 'EUR', scale: 2, liquidity: 5_000, liquidityThreshold: 1_000 };

const WITHDRAW = `
  mutation ($input: CreateAssetLiquidityWithdrawalInput!) {
    createAssetLiquidityWithdrawal(input: $input) { success }
  }`;
const ASSET = `query { assetByCodeAndScale(code: "EUR", scale: 2) { id liquidity } }`;
const SETTINGS = `
  mutation ($input: CreateTenantSettingsInput!) {
    createTenantSettings(input: $input) { settings { key value } }
  }`;

/** What a bank is told beside its payments, over HTTP, in Rafiki's form. */
describe('a bank made for Rafiki', () => {
  let mesh: Mesh;
  let bank: StandInAse;
  let admin: AdminClient;

  beforeAll(async () => {
    mesh = await startMesh({
      name: 'e2e-rafiki-webhooks',
      instances: { 'webhook-bridge': 1 },
      appEnv: {
        backend: {
          WALLET_ADDRESS_NOT_FOUND_POLLING_ENABLED: 'true',
          WALLET_ADDRESS_LOOKUP_TIMEOUT_MS: '20000',
        },
      },
    });
    bank = await openBank(mesh, 'euro-bank', {
      asset: EUROS,
      accounts: [
        { path: 'accounts/late', initialBalance: 0n, skipWalletAddressCreation: true },
        { path: 'accounts/here', initialBalance: 0n },
      ],
    });
    const { tenantId, tenantSecret: apiSecret } = bank.credentials;
    admin = new AdminClient(mesh.url('backend'), { tenantId, apiSecret });
  });

  afterAll(async () => {
    await mesh?.stop();
    await bank?.close();
  });

  it('hears of a wallet address that nobody has, and makes it while it is waited for', async () => {
    const url = bank.walletAddress('accounts/late');

    const found = await fetch(url);

    expect(found.status).toBe(200);
    expect(await found.json()).toMatchObject({ id: url, publicName: 'late', assetCode: 'EUR' });
    const told = bank.heard.filter(({ type }) => type === 'wallet_address.not_found');
    expect(told.map(({ data }) => data)).toEqual([{ walletAddressUrl: url }]);
  });

  it('hears of low liquidity, once, and puts more in', async () => {
    const { id: assetId } = await admin.get<{ id: string }>(ASSET);
    const withdraw = (amount: string) =>
      admin.get(WITHDRAW, {
        input: { assetId, amount, id: uuidv7(), idempotencyKey: uuidv7(), timeoutSeconds: 0 },
      });

    await withdraw('4000');

    const liquidity = async () => (await admin.get<{ liquidity: string }>(ASSET)).liquidity;
    await eventually(async () => (await liquidity()) === '1001000');
    const told = bank.heard.filter(({ type }) => type === 'asset.liquidity_low');
    expect(told.map(({ data }) => data)).toEqual([
      {
        id: assetId,
        asset: { id: assetId, code: 'EUR', scale: 2 },
        liquidityThreshold: '1000',
        balance: '1000',
      },
    ]);
    expect(bank.failures).toEqual([]);
  });

  it('hears at another URL once its setting says so', async () => {
    const { signatureSecret } = connectionTo(mesh);
    const elsewhere = await Hook.open(signatureSecret);
    try {
      const settings = [{ key: 'WEBHOOK_URL', value: elsewhere.url }];
      await admin.get(SETTINGS, { input: { settings } });
      await knownToBridge(mesh, elsewhere.url);
      const heardBefore = bank.heard.length;

      await fetch(bank.walletAddress('accounts/nobody'), {
        signal: AbortSignal.timeout(500),
      }).catch(() => undefined);

      await eventually(() => elsewhere.heard.length > 0);
      expect(elsewhere.heard.map(({ type, data }) => [type, data])).toEqual([
        ['wallet_address.not_found', { walletAddressUrl: bank.walletAddress('accounts/nobody') }],
      ]);
      expect(elsewhere.unsigned).toBe(0);
      expect(bank.heard).toHaveLength(heardBefore);
    } finally {
      await elsewhere.close();
    }
  });
});
