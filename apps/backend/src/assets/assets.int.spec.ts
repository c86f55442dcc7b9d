import { jest } from '@jest/globals';
import { BackendUnderTest } from '../testing/backend-under-test.js';
import { ALPHA_BANK, SHOP_BANK } from '../testing/card-payment.js';
import { tenantClients, type TenantClients } from '../testing/tenants.js';

jest.setTimeout(60_000);

interface AssetFields {
  id: string;
  code: string;
  scale: number;
  liquidity: string;
  withdrawalThreshold: string | null;
  liquidityThreshold: string | null;
}
interface AssetsPage {
  edges: { cursor: string; node: AssetFields }[];
  pageInfo: { hasNextPage: boolean; endCursor: string };
}

const FIELDS = 'id code scale liquidity withdrawalThreshold liquidityThreshold createdAt';
const ASSET = `query ($id: String!) { asset(id: $id) { ${FIELDS} } }`;
const BY_CODE = `query ($code: String!, $scale: UInt8!) {
  assetByCodeAndScale(code: $code, scale: $scale) { ${FIELDS} } }`;
const ASSETS = `query ($tenantId: String, $first: Int, $after: String) {
  assets(tenantId: $tenantId, first: $first, after: $after) {
    edges { cursor node { ${FIELDS} } } pageInfo { hasNextPage endCursor } } }`;
const CREATE = `mutation ($input: CreateAssetInput!) { createAsset(input: $input) { asset { ${FIELDS} } } }`;
const UPDATE = `mutation ($input: UpdateAssetInput!) { updateAsset(input: $input) { asset { ${FIELDS} } } }`;
const DELETE = `mutation ($input: DeleteAssetInput!) { deleteAsset(input: $input) { asset { ${FIELDS} } } }`;

describe('assets', () => {
  let backend: BackendUnderTest;
  let bank: TenantClients['bank'];
  let shop: TenantClients['shop'];
  let operator: TenantClients['operator'];

  beforeAll(async () => {
    backend = await BackendUnderTest.start();
    ({ bank, shop, operator } = tenantClients(backend));
  });
  afterAll(() => backend.close());

  const create = async (client: TenantClients['bank'], input: object): Promise<AssetFields> =>
    (await client.get<{ asset: AssetFields }>(CREATE, { input })).asset;
  const usdOf = (client: TenantClients['bank']) =>
    client.get<AssetFields>(BY_CODE, { code: 'USD', scale: 2 });
  const codes = async (client: TenantClients['bank'], variables = {}): Promise<string[]> =>
    (await client.get<AssetsPage>(ASSETS, variables)).edges.map(({ node }) => node.code);

  it('are made, the ledger’s with them where it is new', async () => {
    const made = await create(bank, { code: 'JPY', scale: 0, liquidityThreshold: '500' });
    expect(made).toMatchObject({
      code: 'JPY',
      scale: 0,
      liquidity: '0',
      withdrawalThreshold: null,
      liquidityThreshold: '500',
    });
    expect(await bank.get(ASSET, { id: made.id })).toEqual(made);
    expect(await bank.get(BY_CODE, { code: 'JPY', scale: 0 })).toEqual(made);
    const others = await create(shop, { code: 'JPY', scale: 0 });
    expect(others.id).not.toBe(made.id);
    expect(await backend.query("SELECT FROM assets WHERE code = 'JPY' AND scale = 0")).toHaveLength(
      1,
    );
  });

  it('are a tenant’s once', async () => {
    expect(await bank.refusal(CREATE, { input: { code: 'USD', scale: 2 } })).toBe('DUPLICATE');
    await create(bank, { code: 'USD', scale: 9 });
  });

  it('are a tenant’s once when it asks twice at the same moment', async () => {
    const asked = [1, 2].map(() => bank.refusal(CREATE, { input: { code: 'GBP', scale: 2 } }));
    expect((await Promise.all(asked)).sort()).toEqual(['DUPLICATE', 'no error']);
  });

  it.each([
    { code: 'US$', scale: 2 },
    { code: '', scale: 2 },
    { code: 'XYZ', scale: 19 },
  ])('are refused as %p', async (input) => {
    expect(await bank.refusal(CREATE, { input })).toBe('BAD_USER_INPUT');
  });

  it('have thresholds that are set together', async () => {
    const { id } = await create(bank, { code: 'CHF', scale: 2, withdrawalThreshold: 7 });
    const input = { id, liquidityThreshold: '9223372036854775807' };
    const { asset } = await bank.get<{ asset: AssetFields }>(UPDATE, { input });
    expect(asset).toMatchObject({
      withdrawalThreshold: null,
      liquidityThreshold: '9223372036854775807',
    });
  });

  it('are deleted, and may be made again', async () => {
    const { id } = await create(bank, { code: 'SEK', scale: 2 });
    const { asset } = await bank.get<{ asset: AssetFields }>(DELETE, { input: { id } });
    expect(asset.id).toBe(id);
    expect(await bank.refusal(ASSET, { id })).toBe('NOT_FOUND');
    expect(await bank.refusal(DELETE, { input: { id } })).toBe('NOT_FOUND');
    expect(await codes(bank)).not.toContain('SEK');
    expect((await create(bank, { code: 'SEK', scale: 2 })).id).not.toBe(id);
  });

  it('stay while a wallet address has them', async () => {
    const { id } = await usdOf(bank);
    expect(await bank.refusal(DELETE, { input: { id } })).toBe('FORBIDDEN');
  });

  it('are listed page by page', async () => {
    await create(bank, { code: 'NOK', scale: 2 });
    const first = await bank.get<AssetsPage>(ASSETS, { first: 1 });
    expect(first.edges.map(({ node }) => node.code)).toEqual(['NOK']);
    expect(first.pageInfo.hasNextPage).toBe(true);
    const rest = await codes(bank, { after: first.pageInfo.endCursor });
    expect(rest).toEqual(expect.arrayContaining(['USD', 'EUR']));
    expect(rest).not.toContain('NOK');
  });

  describe('of another tenant', () => {
    it('are as if they were not there', async () => {
      const { id } = await usdOf(shop);
      expect(await bank.refusal(ASSET, { id })).toBe('NOT_FOUND');
      expect(await bank.refusal(UPDATE, { input: { id, liquidityThreshold: 1 } })).toBe(
        'NOT_FOUND',
      );
      expect(await bank.refusal(DELETE, { input: { id } })).toBe('NOT_FOUND');
      expect(await bank.refusal(ASSET, { id: 'no uuid' })).toBe('NOT_FOUND');
      expect((await usdOf(shop)).liquidityThreshold).toBeNull();
    });

    it('are not listed, whoever is named', async () => {
      await create(shop, { code: 'AUD', scale: 2 });
      expect(await codes(bank, { tenantId: SHOP_BANK })).not.toContain('AUD');
    });

    it('are not made', async () => {
      const input = { code: 'CAD', scale: 2, tenantId: SHOP_BANK };
      expect(await bank.refusal(CREATE, { input })).toBe('BAD_USER_INPUT');
    });
  });

  describe('to the operator', () => {
    it('are everybody’s, or one tenant’s', async () => {
      await create(shop, { code: 'DKK', scale: 2 });
      expect(await codes(operator, { first: 100 })).toContain('DKK');
      expect(await codes(operator, { tenantId: SHOP_BANK })).toContain('DKK');
      expect(await codes(operator, { tenantId: ALPHA_BANK })).not.toContain('DKK');
    });

    it('may be made for a tenant, and changed', async () => {
      const made = await create(operator, { code: 'PLN', scale: 2, tenantId: SHOP_BANK });
      expect(await shop.get(ASSET, { id: made.id })).toEqual(made);
      const input = { id: made.id, liquidityThreshold: 3 };
      const { asset } = await operator.get<{ asset: AssetFields }>(UPDATE, { input });
      expect(asset.liquidityThreshold).toBe('3');
    });

    it('are not made for a tenant that is not there', async () => {
      const input = { code: 'PLN', scale: 2, tenantId: crypto.randomUUID() };
      expect(await operator.refusal(CREATE, { input })).toBe('NOT_FOUND');
    });
  });

  describe('with an idempotencyKey', () => {
    it('are made once', async () => {
      const input = { code: 'HUF', scale: 2, idempotencyKey: 'huf' };
      const made = await create(bank, input);
      expect(await create(bank, input)).toEqual(made);
      expect(await bank.refusal(CREATE, { input: { ...input, scale: 3 } })).toBe('CONFLICT');
    });

    it('are changed once', async () => {
      const { id } = await create(bank, { code: 'CZK', scale: 2 });
      const input = { id, liquidityThreshold: 1, idempotencyKey: 'czk' };
      await bank.get(UPDATE, { input });
      await bank.get(UPDATE, { input: { id, liquidityThreshold: 2 } });
      const { asset } = await bank.get<{ asset: AssetFields }>(UPDATE, { input });
      expect(asset.liquidityThreshold).toBe('2');
      const other = { ...input, liquidityThreshold: 3 };
      expect(await bank.refusal(UPDATE, { input: other })).toBe('CONFLICT');
    });

    it('are deleted once', async () => {
      const { id } = await create(bank, { code: 'ISK', scale: 0 });
      const input = { id, idempotencyKey: 'isk' };
      const deleted = await bank.get(DELETE, { input });
      expect(await bank.get(DELETE, { input })).toEqual(deleted);
      expect(await bank.refusal(UPDATE, { input })).toBe('CONFLICT');
    });
  });
});
