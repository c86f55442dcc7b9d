import { jest } from '@jest/globals';
import { Topic, WalletAddressEvent } from '@tapmesh/events';
import { BackendUnderTest, BASE_URL, OPERATOR } from '../../testing/backend-under-test.js';
import { ALPHA_BANK } from '../../testing/card-payment.js';
import { usd } from '../../testing/directory.js';

jest.setTimeout(60_000);

const ALPHA_URL = `${BASE_URL}/alpha`;

describe('a wallet address that nobody has', () => {
  let backend: BackendUnderTest;

  beforeAll(async () => {
    backend = await BackendUnderTest.start({
      config: {
        walletAddressNotFoundPollingEnabled: true,
        walletAddressLookupTimeoutMs: 1_000,
        walletAddressPollingFrequencyMs: 20,
      },
    });
    await backend.query(
      `INSERT INTO tenant_settings (tenant_id, key, value) VALUES ($1, 'WALLET_ADDRESS_URL', $2)`,
      [ALPHA_BANK, ALPHA_URL],
    );
  });
  afterAll(() => backend.close());

  const ask = (path: string) => fetch(`${backend.url}${path}`);
  const told = (path: string) =>
    backend.recording.matching(
      ({ topic, headers }) =>
        topic === Topic.WalletAddresses && headers.ce_subject === `${BASE_URL}${path}`,
    );
  const heard = (path: string) => backend.hears(WalletAddressEvent.NotFound, `${BASE_URL}${path}`);
  const make = (path: string) =>
    backend.query(
      `INSERT INTO wallet_addresses (id, url, tenant_id, asset_id, public_name)
       VALUES (gen_random_uuid(), $1, $2, $3, 'New')`,
      [`${BASE_URL}${path}`, ALPHA_BANK, usd],
    );

  it.each([
    ['the tenant under whose URL it stands', '/alpha/nobody', ALPHA_BANK],
    ['the operator, where it is no tenant’s', '/elsewhere/nobody', OPERATOR.tenantId],
    [
      'the operator, where a tenant’s URL only begins the same',
      '/alphabet/nobody',
      OPERATOR.tenantId,
    ],
  ])('is told to %s, once, and is not found', async (_, path, tenantId) => {
    const answers = await Promise.all([ask(path), ask(path), ask(path)]);

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    const { headers, value } = await heard(path);
    expect(headers).toMatchObject({ ce_audience: 'tenant', ce_tenantid: tenantId });
    expect(JSON.parse(value)).toEqual({ walletAddressUrl: `${BASE_URL}${path}` });
    expect(told(path)).toHaveLength(1);
  });

  it('is found by whoever asked, where its ASE makes it in time', async () => {
    const asking = ask('/alpha/new');
    await heard('/alpha/new');
    await make('/alpha/new');

    const answer = await asking;
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ id: `${ALPHA_URL}/new`, assetCode: 'USD' });
  });

  it.each([
    ['a part is empty', '/alpha//'],
    ['something else answers', '/graphql/nobody'],
    ['there is a NUL', '/alpha/%00'],
    ['it is too long', `/alpha/${'x'.repeat(1_200)}`],
  ])('is told to nobody where %s', async (_, path) => {
    expect((await ask(path)).status).toBe(404);

    // What is told is in one of these from before the answer on.
    const stored = await backend.query(
      `SELECT type FROM webhook_events WHERE subject = $1
         UNION ALL SELECT headers ->> 'ce_type' FROM outbox WHERE headers ->> 'ce_subject' = $1`,
      [`${BASE_URL}${path}`],
    );
    expect(stored).toEqual([]);
  });
});
