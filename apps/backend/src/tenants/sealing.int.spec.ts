import { jest } from '@jest/globals';
import { SecretBox } from '@tapmesh/service-kit';
import { randomBytes } from 'node:crypto';
import { BackendConfig } from '../backend.config.js';
import { BackendUnderTest, OPERATOR } from '../testing/backend-under-test.js';
import { ALPHA_BANK } from '../testing/card-payment.js';
import { tenantClients } from '../testing/tenants.js';
import { Sealing } from './sealing.js';

jest.setTimeout(60_000);

const newKey = () => randomBytes(32).toString('base64');
const WHOAMI = '{ whoami { id } }';

describe('secrets of tenants', () => {
  const secretsKey = newKey();
  let backend: BackendUnderTest;

  beforeAll(async () => {
    backend = await BackendUnderTest.start({ config: { secretsKey } });
  });
  afterAll(() => backend.close());

  const stored = () =>
    backend.query<{ id: string; secret: string }>('SELECT id, api_secret AS secret FROM tenants');
  const reseal = (keys: Partial<BackendConfig>) =>
    new Sealing(Object.assign(new BackendConfig(), keys), backend.database.dataSource).run();

  it('are sealed at rest, those of the seed file and the operator’s too', async () => {
    const tenants = await stored();
    expect(tenants.map(({ id }) => id)).toEqual(
      expect.arrayContaining([ALPHA_BANK, OPERATOR.tenantId]),
    );
    for (const { secret } of tenants) {
      expect(secret).toMatch(/^sealed:v1:[0-9a-f]{8}:/);
      expect(secret).not.toMatch(/secret-/);
    }
  });

  it('are what tenants sign with all the same', async () => {
    const { bank, operator } = tenantClients(backend);
    expect(await bank.get(WHOAMI)).toEqual({ id: ALPHA_BANK });
    expect(await operator.get(WHOAMI)).toEqual({ id: OPERATOR.tenantId });
  });

  it('are sealed anew with a new key, and from nothing with the first', async () => {
    const next = newKey();
    await backend.query(
      "UPDATE tenants SET api_secret = 'plain', idp_secret = 'open' WHERE id = $1",
      [ALPHA_BANK],
    );
    await reseal({ secretsKey: next, secretsKeyBefore: secretsKey });
    const box = new SecretBox({ secretsKey: next });
    for (const { id, secret } of await stored()) {
      const opened = box.open(secret, { owner: id, field: 'api_secret' });
      expect(opened).toMatch(id === ALPHA_BANK ? /^plain$/ : /secret/);
    }
    const [{ idp }] = (await backend.query<{ idp: string }>(
      'SELECT idp_secret AS idp FROM tenants WHERE id = $1',
      [ALPHA_BANK],
    )) as [{ idp: string }];
    expect(box.open(idp, { owner: ALPHA_BANK, field: 'idp_secret' })).toBe('open');
    await reseal({ secretsKey, secretsKeyBefore: next });
  });

  it('stop a start that has the wrong key', async () => {
    await expect(reseal({ secretsKey: newKey() })).rejects.toThrow(/neither SECRETS_KEY nor/);
  });
});

describe('the backend’s configuration', () => {
  it('needs a key for secrets in production', () => {
    const config = Object.assign(new BackendConfig(), { nodeEnv: 'production' as const });
    expect(config.problems().join()).toContain('SECRETS_KEY');
    expect(Object.assign(config, { secretsKey: newKey() }).problems()).toEqual([]);
  });
});
