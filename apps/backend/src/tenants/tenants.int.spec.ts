import { jest } from '@jest/globals';
import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { AdminClient } from '../testing/admin-client.js';
import { BackendUnderTest, OPERATOR } from '../testing/backend-under-test.js';
import { ALPHA_BANK, SHOP_BANK } from '../testing/card-payment.js';
import { tenantClients } from '../testing/tenants.js';

jest.setTimeout(60_000);

const TENANT = `{ id email apiSecret idpConsentUrl idpSecret publicName createdAt deletedAt
  settings { key value } }`;
const GET = `query Q($id: String!) { tenant(id: $id) ${TENANT} }`;
const LIST = `query Q($first: Int, $after: String) { tenants(first: $first, after: $after) {
  edges { node { id } } pageInfo { endCursor hasNextPage } } }`;
const CREATE = `mutation M($input: CreateTenantInput!) {
  createTenant(input: $input) { tenant ${TENANT} } }`;
const UPDATE = `mutation M($input: UpdateTenantInput!) {
  updateTenant(input: $input) { tenant ${TENANT} } }`;
const DELETE = `mutation M($id: String!) { deleteTenant(id: $id) { success } }`;
const SET = `mutation M($input: CreateTenantSettingsInput!) {
  createTenantSettings(input: $input) { settings { key value } } }`;
const WHOAMI = '{ whoami { id } }';

interface Tenant {
  id: string;
  apiSecret: string;
  deletedAt: string | null;
}
interface List {
  edges: { node: { id: string } }[];
  pageInfo: { endCursor: string; hasNextPage: boolean };
}

describe('tenants', () => {
  let backend: BackendUnderTest;
  let bank: AdminClient;
  let operator: AdminClient;

  beforeAll(async () => {
    backend = await BackendUnderTest.start();
    ({ bank, operator } = tenantClients(backend));
  });
  afterAll(() => backend.close());

  const create = async (more = {}) => {
    const { tenant } = await operator.get<{ tenant: Tenant }>(CREATE, {
      input: { apiSecret: 'secret-of-a-new-one', publicName: 'New', ...more },
    });
    return tenant;
  };
  const as = ({ id }: Tenant, secret = 'secret-of-a-new-one') =>
    new AdminClient(backend.url, { tenantId: id, secret });

  it('are made by the operator, and sign with their own secret at once', async () => {
    const settings = [{ key: 'WEBHOOK_URL', value: 'https://bank.test/hook' }];
    const tenant = await create({ email: 'a@b.test', idpSecret: 'idp', settings });
    expect(tenant).toMatchObject({ publicName: 'New', email: 'a@b.test', settings });
    expect(await as(tenant).get(WHOAMI)).toEqual({ id: tenant.id });
    expect(await as(tenant).get(GET, { id: tenant.id })).toEqual(tenant);
    expect(
      await operator.refusal(CREATE, { input: { id: tenant.id, apiSecret: '12345678' } }),
    ).toBe('DUPLICATE');
  });

  it('see themselves alone', async () => {
    expect(await bank.get<Tenant>(GET, { id: ALPHA_BANK })).toMatchObject({ id: ALPHA_BANK });
    expect([
      await bank.refusal(GET, { id: SHOP_BANK }),
      await bank.refusal(UPDATE, { input: { id: SHOP_BANK, publicName: 'x' } }),
      await bank.refusal(GET, { id: 'x' }),
    ]).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND']);
    expect([
      await bank.refusal(LIST),
      await bank.refusal(CREATE, { input: { apiSecret: '12345678' } }),
      await bank.refusal(DELETE, { id: SHOP_BANK }),
    ]).toEqual(['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']);
  });

  it('are listed in pages for the operator', async () => {
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page: List = await operator.get(LIST, { first: 2, after });
      seen.push(...page.edges.map(({ node }) => node.id));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : undefined;
    } while (after !== undefined);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining([ALPHA_BANK, SHOP_BANK, OPERATOR.tenantId]));
  });

  it('change their secret, and the one before holds no more', async () => {
    const tenant = await create();
    await as(tenant).get(UPDATE, { input: { id: tenant.id, apiSecret: 'another-secret' } });
    expect(await as(tenant, 'another-secret').get(WHOAMI)).toEqual({ id: tenant.id });
    await expect(as(tenant).get(WHOAMI)).rejects.toThrow();
    const own = { id: OPERATOR.tenantId, apiSecret: 'another-secret' };
    expect(await operator.refusal(UPDATE, { input: own })).toBe('BAD_USER_INPUT');
  });

  it('sign nothing once they are deleted, and their wallet addresses are gone', async () => {
    const tenant = await create();
    await backend.query(
      `INSERT INTO wallet_addresses (id, url, tenant_id, asset_id, public_name)
       SELECT $1, 'http://backend.test/accounts/gone', $2, id, 'Gone' FROM assets LIMIT 1`,
      [uuidv7(), tenant.id],
    );
    expect(await operator.get(DELETE, { id: tenant.id })).toEqual({ success: true });
    await expect(as(tenant).get(WHOAMI)).rejects.toThrow();
    await request(backend.url).get('/accounts/gone').expect(404);
    expect((await operator.get<Tenant>(GET, { id: tenant.id })).deletedAt).not.toBeNull();
    expect(await operator.refusal(DELETE, { id: tenant.id })).toBe('NOT_FOUND');
    expect(await operator.refusal(DELETE, { id: OPERATOR.tenantId })).toBe('BAD_USER_INPUT');
  });

  it('get nothing more once they are deleted, by the operator neither', async () => {
    const tenant = await create();
    const { id: tenantId } = tenant;
    const newAsset = `mutation ($input: CreateAssetInput!) { createAsset(input: $input) { asset { id } } }`;
    const newAddress = `mutation ($input: CreateWalletAddressInput!) {
      createWalletAddress(input: $input) { walletAddress { id address } } }`;
    const change = `mutation ($input: UpdateWalletAddressInput!) {
      updateWalletAddress(input: $input) { walletAddress { status } } }`;
    const { asset } = await operator.get<{ asset: { id: string } }>(newAsset, {
      input: { code: 'USD', scale: 2, tenantId },
    });
    const adding = () => ({ input: { assetId: asset.id, address: uuidv7(), tenantId } });
    const { walletAddress } = await as(tenant).get<{ walletAddress: { id: string } }>(
      newAddress,
      adding(),
    );
    const switching = (status: string) => ({ input: { id: walletAddress.id, status } });
    await operator.get(change, switching('ACTIVE'));
    await operator.get(DELETE, { id: tenantId });
    expect(await operator.refusal(newAddress, adding())).toBe('BAD_USER_INPUT');
    expect(await operator.refusal(newAsset, { input: { code: 'USD', scale: 3, tenantId } })).toBe(
      'NOT_FOUND',
    );
    expect(await operator.refusal(change, switching('ACTIVE'))).toBe('FORBIDDEN');
    expect(await operator.get(change, switching('INACTIVE'))).toEqual({
      walletAddress: { status: 'INACTIVE' },
    });
  });

  it('set what they like for themselves, each setting once', async () => {
    const setting = (key: string, value: string) => ({ input: { settings: [{ key, value }] } });
    await bank.get(SET, setting('WEBHOOK_TIMEOUT', '1000'));
    await bank.get(SET, setting('WEBHOOK_TIMEOUT', '2000'));
    const url = 'https://alpha.test/wallets';
    expect(await bank.get(SET, setting('WALLET_ADDRESS_URL', `${url}/`))).toEqual({
      settings: [{ key: 'WALLET_ADDRESS_URL', value: url }],
    });
    expect(await bank.get(GET, { id: ALPHA_BANK })).toMatchObject({
      settings: [
        { key: 'WALLET_ADDRESS_URL', value: url },
        { key: 'WEBHOOK_TIMEOUT', value: '2000' },
      ],
    });
    expect(await operator.refusal(SET, setting('WALLET_ADDRESS_URL', url))).toBe('DUPLICATE');
    for (const [key, value] of [
      ['WEBHOOK_URL', 'ftp://x'],
      ['WEBHOOK_URL', 'x'],
      ['WEBHOOK_TIMEOUT', '-1'],
      ['WEBHOOK_MAX_RETRY', 'often'],
    ] as const) {
      expect([value, await bank.refusal(SET, setting(key, value))]).toEqual([
        value,
        'BAD_USER_INPUT',
      ]);
    }
  });

  it('are told by what belongs to them', async () => {
    const query = '{ assets(first: 1) { edges { node { tenant { id publicName } } } } }';
    const { edges } = await bank.get<{ edges: { node: object }[] }>(query);
    expect(edges[0]?.node).toEqual({ tenant: { id: ALPHA_BANK, publicName: 'Alpha Bank' } });
  });
});
