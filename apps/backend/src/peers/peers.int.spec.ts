import { jest } from '@jest/globals';
import { BackendUnderTest } from '../testing/backend-under-test.js';
import { tenantClients, type TenantClients } from '../testing/tenants.js';

jest.setTimeout(60_000);

const ID = '01980000-0000-7000-8000-000000000901';
const HTTP = 'http: { outgoing: { authToken: "t", endpoint: "http://peer.example" } }';

describe('peers', () => {
  let backend: BackendUnderTest;
  let bank: TenantClients['bank'];

  beforeAll(async () => {
    backend = await BackendUnderTest.start();
    ({ bank } = tenantClients(backend));
  });
  afterAll(() => backend.close());

  it('are nobody', async () => {
    expect(await bank.get(`{ peer(id: "${ID}") { id } }`)).toBeNull();
    expect(
      await bank.get(`{ peerByAddressAndAsset(staticIlpAddress: "g.x", assetId: "${ID}") { id } }`),
    ).toBeNull();
    expect(await bank.get('{ peers { edges { cursor } pageInfo { hasNextPage } } }')).toEqual({
      edges: [],
      pageInfo: { hasNextPage: false },
    });
  });

  it('have pages with the same arguments as any other', async () => {
    expect(await bank.refusal('{ peers(first: 101) { edges { cursor } } }')).toBe('BAD_USER_INPUT');
  });

  it.each([
    `createPeer(input: { ${HTTP} assetId: "${ID}" staticIlpAddress: "g.x" }) { peer { id } }`,
    `createOrUpdatePeerByUrl(input: { assetId: "${ID}" peerUrl: "http://peer.example" }) { peer { id } }`,
    `updatePeer(input: { id: "${ID}" }) { peer { id } }`,
    `deletePeer(input: { id: "${ID}" }) { success }`,
    `depositPeerLiquidity(input: { peerId: "${ID}" amount: 1 id: "${ID}" idempotencyKey: "k" }) { success }`,
    `createPeerLiquidityWithdrawal(input: {
       peerId: "${ID}" amount: 1 id: "${ID}" idempotencyKey: "k" timeoutSeconds: 0 }) { success }`,
  ])('cannot be had: %s', async (mutation) => {
    const { errors } = await bank.ask(`mutation { ${mutation} }`);
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining('no Interledger connector') as unknown,
      extensions: { code: 'FORBIDDEN', reason: 'no_connector' },
    });
  });
});
