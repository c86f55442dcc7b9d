import { jest } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import request from 'supertest';
import { AdminClient } from '../testing/admin-client.js';
import { BackendUnderTest, BASE_URL, OPERATOR } from '../testing/backend-under-test.js';
import { ALPHA_BANK, SHOP_BANK } from '../testing/card-payment.js';

jest.setTimeout(60_000);

const CREATE = `mutation ($input: CreateWalletAddressInput!) {
  createWalletAddress(input: $input) { walletAddress {
    id address publicName status createdAt liquidity
    asset { id code scale }
    additionalProperties { key value visibleInOpenPayments }
  } }
}`;
const UPDATE = `mutation ($input: UpdateWalletAddressInput!) {
  updateWalletAddress(input: $input) { walletAddress {
    publicName status additionalProperties { key value visibleInOpenPayments }
  } }
}`;
const ADD_KEY = `mutation ($input: CreateWalletAddressKeyInput!) {
  createWalletAddressKey(input: $input) { walletAddressKey {
    id walletAddressId revoked createdAt jwk { kid x alg kty crv }
  } }
}`;
const REVOKE = `mutation ($input: RevokeWalletAddressKeyInput!) {
  revokeWalletAddressKey(input: $input) { walletAddressKey { id revoked } }
}`;

interface Created {
  walletAddress: { id: string; address: string } & Record<string, unknown>;
}

const jwk = () => ({
  kid: randomUUID(),
  x: randomBytes(32).toString('base64url'),
  alg: 'EdDSA',
  kty: 'OKP',
  crv: 'Ed25519',
});

describe('wallet addresses at the Admin API', () => {
  let backend: BackendUnderTest;
  let bank: AdminClient;
  let shop: AdminClient;
  let operator: AdminClient;
  let usd: string;

  beforeAll(async () => {
    backend = await BackendUnderTest.start();
    bank = new AdminClient(backend.url, { tenantId: ALPHA_BANK, secret: 'dev-secret-alpha-bank' });
    shop = new AdminClient(backend.url, { tenantId: SHOP_BANK, secret: 'dev-secret-shop-bank' });
    operator = new AdminClient(backend.url, OPERATOR);
    usd = await assetOf(ALPHA_BANK);
  });
  afterAll(() => backend.close());

  async function assetOf(tenantId: string): Promise<string> {
    const [row] = await backend.query<{ id: string }>(
      `SELECT t.id FROM tenant_assets t JOIN assets a ON a.id = t.asset_id
       WHERE t.tenant_id = $1 AND a.code = 'USD'`,
      [tenantId],
    );
    return row!.id;
  }
  const input = (more: object = {}) => ({ assetId: usd, address: randomUUID(), ...more });
  const create = async (more: object = {}) =>
    (await bank.get<Created>(CREATE, { input: input(more) })).walletAddress;
  const published = (address: string, behind = '') =>
    request(backend.url).get(`${new URL(address).pathname}${behind}`);

  it('are made of a path, and found at once by all who may', async () => {
    const address = `accounts/${randomUUID()}`;
    const made = await create({ address, publicName: 'Eve' });
    expect(made).toEqual({
      id: expect.any(String) as unknown,
      address: `${BASE_URL}/${address}`,
      publicName: 'Eve',
      status: 'ACTIVE',
      createdAt: expect.stringMatching(/^20.*Z$/) as unknown,
      liquidity: '0',
      asset: { id: usd, code: 'USD', scale: 2 },
      additionalProperties: [],
    });
    const byId = 'query ($id: String!) { walletAddress(id: $id) { address } }';
    const byUrl = 'query ($url: String!) { walletAddressByUrl(url: $url) { id } }';
    const url = `HTTP://BACKEND.test/${address}`;
    expect(await bank.get(byId, { id: made.id })).toEqual({ address: made.address });
    expect(await operator.get(byUrl, { url })).toEqual({ id: made.id });
    expect(await shop.get(byUrl, { url })).toBeNull();
    expect(await shop.refusal(byId, { id: made.id })).toBe('NOT_FOUND');
    expect((await published(made.address)).body).toMatchObject({
      id: made.address,
      publicName: 'Eve',
    });
  });

  it('are where their tenant has them', async () => {
    const set = (value: string) =>
      shop.get(
        `mutation ($input: CreateTenantSettingsInput!) {
          createTenantSettings(input: $input) { settings { key } } }`,
        { input: { settings: [{ key: 'WALLET_ADDRESS_URL', value }] } },
      );
    const given = {
      assetId: await assetOf(SHOP_BANK),
      address: 'eve',
      idempotencyKey: randomUUID(),
    };
    await set(`${BASE_URL}/shops`);
    const { walletAddress } = await shop.get<Created>(CREATE, { input: given });
    expect(walletAddress.address).toBe(`${BASE_URL}/shops/eve`);
    const again = { ...given, idempotencyKey: randomUUID() };
    const outside = { ...again, address: `${BASE_URL}/eve` };
    expect(await shop.refusal(CREATE, { input: outside })).toBe('BAD_USER_INPUT');
    await set('http://elsewhere.test');
    expect(await shop.refusal(CREATE, { input: again })).toBe('BAD_USER_INPUT');
    // What was made before is answered as it was.
    expect((await shop.get<Created>(CREATE, { input: given })).walletAddress.address).toBe(
      walletAddress.address,
    );
    await set(BASE_URL);
  });

  it('have an owner each', async () => {
    const { address } = await create();
    expect(await bank.refusal(CREATE, { input: input({ address }) })).toBe('DUPLICATE');
  });

  it.each([
    ['another tenant’s asset', async () => ({ assetId: await assetOf(SHOP_BANK) })],
    ['no asset', () => ({ assetId: 'x' })],
    ['another tenant', () => ({ tenantId: SHOP_BANK })],
    ['a URL of another backend', () => ({ address: 'https://elsewhere.test/eve' })],
    ['a key twice', () => ({ additionalProperties: [property('a'), property('a')] })],
    ['a name that is too long', () => ({ publicName: 'x'.repeat(256) })],
  ])('are not made with %s', async (_what, wrong) => {
    expect(await bank.refusal(CREATE, { input: input(await wrong()) })).toBe('BAD_USER_INPUT');
  });

  it('are made by the operator for others', async () => {
    const given = input({ tenantId: SHOP_BANK, assetId: await assetOf(SHOP_BANK) });
    const { walletAddress } = await operator.get<Created>(CREATE, { input: given });
    const query = 'query ($id: String!) { walletAddress(id: $id) { id } }';
    expect(await shop.get(query, { id: walletAddress.id })).toEqual({ id: walletAddress.id });
  });

  const property = (key: string, visibleInOpenPayments = true) => ({
    key,
    value: `of ${key}`,
    visibleInOpenPayments,
  });

  it('tell the public of the properties that are for it, and change them as a whole', async () => {
    const additionalProperties = [property('shop'), property('iban', false)];
    const { id, address } = await create({ additionalProperties });
    expect((await published(address)).body.additionalProperties).toEqual({ shop: 'of shop' });
    const changed = { id, additionalProperties: [property('till')] };
    expect(await bank.get(UPDATE, { input: changed })).toEqual({
      walletAddress: {
        publicName: null,
        status: 'ACTIVE',
        additionalProperties: [property('till')],
      },
    });
    const { body } = await published(address);
    expect(body.additionalProperties).toEqual({ till: 'of till' });
    expect(body).not.toHaveProperty('publicName');
  });

  it('are switched off and on at once', async () => {
    const { id, address } = await create({ publicName: 'Eve' });
    expect((await published(address)).status).toBe(200);
    const set = (status: string) => bank.get(UPDATE, { input: { id, status } });
    expect(await set('INACTIVE')).toMatchObject({ walletAddress: { status: 'INACTIVE' } });
    expect((await published(address)).status).toBe(404);
    expect((await published(address, '/jwks.json')).status).toBe(404);
    expect(await set('ACTIVE')).toMatchObject({
      walletAddress: { status: 'ACTIVE', publicName: 'Eve' },
    });
    expect((await published(address)).status).toBe(200);
  });

  it('are changed by their tenant alone', async () => {
    const { id } = await create();
    expect(await shop.refusal(UPDATE, { input: { id, publicName: 'Mine' } })).toBe('NOT_FOUND');
    expect(await operator.get(UPDATE, { input: { id, publicName: 'Yours' } })).toMatchObject({
      walletAddress: { publicName: 'Yours' },
    });
  });

  it('are listed in pages', async () => {
    const ids = [await create(), await create(), await create()].map(({ id }) => id).reverse();
    const list = `query ($first: Int, $after: String, $tenantId: String) {
      walletAddresses(first: $first, after: $after, tenantId: $tenantId) {
        edges { cursor node { id } } pageInfo { hasNextPage endCursor }
      } }`;
    interface Listed {
      edges: { node: { id: string } }[];
      pageInfo: { endCursor: string };
    }
    const first = await bank.get<Listed>(list, { first: 2 });
    const next = await bank.get<Listed>(list, { first: 1, after: first.pageInfo.endCursor });
    expect([...first.edges, ...next.edges].map(({ node }) => node.id)).toEqual(ids);
    const others = await shop.get<Listed>(list, { first: 100, tenantId: ALPHA_BANK });
    expect(others.edges.map(({ node }) => node.id)).not.toContain(ids[0]);
    const asOperator = await operator.get<Listed>(list, { first: 1, tenantId: ALPHA_BANK });
    expect(asOperator.edges.map(({ node }) => node.id)).toEqual([ids[0]]);
  });

  it('have keys that the public sees while they are in use', async () => {
    const { id: walletAddressId, address } = await create();
    const [old, kept] = [jwk(), jwk()];
    const add = async (key: object) =>
      (
        await bank.get<{ walletAddressKey: { id: string } }>(ADD_KEY, {
          input: { walletAddressId, jwk: key },
        })
      ).walletAddressKey;
    const { id } = await add(old);
    expect(await add(kept)).toMatchObject({ walletAddressId, revoked: false, jwk: kept });
    expect(await bank.refusal(ADD_KEY, { input: { walletAddressId, jwk: kept } })).toBe(
      'DUPLICATE',
    );
    expect(await shop.refusal(ADD_KEY, { input: { walletAddressId, jwk: jwk() } })).toBe(
      'NOT_FOUND',
    );
    expect(await shop.refusal(REVOKE, { input: { id } })).toBe('NOT_FOUND');
    expect((await published(address, '/jwks.json')).body).toEqual({ keys: [kept, old] });
    const revoked = { walletAddressKey: { id, revoked: true } };
    expect(await bank.get(REVOKE, { input: { id } })).toEqual(revoked);
    expect(await bank.get(REVOKE, { input: { id } })).toEqual(revoked);
    expect((await published(address, '/jwks.json')).body).toEqual({ keys: [kept] });
    const listed = await bank.get(
      `query ($id: String!) { walletAddress(id: $id) {
        walletAddressKeys(sortOrder: ASC) { edges { node { revoked jwk { kid } } } } } }`,
      { id: walletAddressId },
    );
    expect(listed).toEqual({
      walletAddressKeys: {
        edges: [
          { node: { revoked: true, jwk: { kid: old.kid } } },
          { node: { revoked: false, jwk: { kid: kept.kid } } },
        ],
      },
    });
  });

  it('take no key that is none', async () => {
    const { id: walletAddressId } = await create();
    for (const wrong of [{ x: 'short' }, { kid: ' ' }]) {
      const given = { walletAddressId, jwk: { ...jwk(), ...wrong } };
      expect(await bank.refusal(ADD_KEY, { input: given })).toBe('BAD_USER_INPUT');
    }
  });

  it('hold nothing by themselves, and nothing waits to be told of them', async () => {
    const { id: walletAddressId } = await create();
    const withdraw = `mutation ($input: CreateWalletAddressWithdrawalInput!) {
      createWalletAddressWithdrawal(input: $input) { withdrawal { id } } }`;
    const given = { walletAddressId, id: randomUUID(), idempotencyKey: '1', timeoutSeconds: 0 };
    expect(await bank.refusal(withdraw, { input: given })).toBe('FORBIDDEN');
    expect(await shop.refusal(withdraw, { input: given })).toBe('NOT_FOUND');
    expect(
      await bank.get('mutation { triggerWalletAddressEvents(input: { limit: 10 }) { count } }'),
    ).toEqual({ count: 0 });
  });
});
