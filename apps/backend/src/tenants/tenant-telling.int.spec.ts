import { jest } from '@jest/globals';
import { TenantEvent, Topic, type PayloadOf } from '@tapmesh/events';
import { SecretBox } from '@tapmesh/service-kit';
import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { BackendConfig } from '../backend.config.js';
import { AdminClient } from '../testing/admin-client.js';
import { BackendUnderTest, OPERATOR } from '../testing/backend-under-test.js';
import { ALPHA_BANK, SHOP_BANK } from '../testing/card-payment.js';
import { tenantClients } from '../testing/tenants.js';
import { Sealing } from './sealing.js';
import { TenantTelling } from './tenant-telling.js';

jest.setTimeout(60_000);

const CREATE = `mutation M($input: CreateTenantInput!) { createTenant(input: $input) { tenant { id } } }`;
const UPDATE = `mutation M($input: UpdateTenantInput!) { updateTenant(input: $input) { tenant { id } } }`;
const DELETE = `mutation M($id: String!) { deleteTenant(id: $id) { success } }`;
const SET = `mutation M($input: CreateTenantSettingsInput!) {
  createTenantSettings(input: $input) { settings { key } } }`;

interface Told {
  sequence: number;
  key: string;
  tenantId: string | undefined;
  audience: string | undefined;
  data: PayloadOf<TenantEvent.Changed>;
}

describe('what other services are told of tenants', () => {
  const secretsKey = randomBytes(32).toString('base64');
  const box = new SecretBox({ secretsKey });
  let backend: BackendUnderTest;
  let bank: AdminClient;
  let operator: AdminClient;

  beforeAll(async () => {
    backend = await BackendUnderTest.start({ config: { secretsKey } });
    ({ bank, operator } = tenantClients(backend));
  });
  afterAll(() => backend.close());

  /** The `nth` thing that was told of a tenant. */
  const told = async (id: string, nth: number): Promise<Told> => {
    const messages = await backend.recording.atLeast(
      nth,
      ({ topic, headers }) => topic === Topic.Tenants && headers.ce_subject === id,
    );
    const { key, headers, value } = messages[nth - 1]!;
    return {
      key,
      sequence: Number(headers.ce_sequence),
      tenantId: headers.ce_tenantid,
      audience: headers.ce_audience,
      data: JSON.parse(value) as PayloadOf<TenantEvent.Changed>,
    };
  };
  const secretOf = ({ data: { id, apiSecret = '' } }: Told): string => {
    expect(apiSecret).toMatch(/^sealed:v1:/);
    return box.open(apiSecret, { owner: id, field: 'api_secret' });
  };
  const telling = () => backend.instances[0]!.app.get(TenantTelling, { strict: false });
  const make = async (settings: object[] = []) => {
    const id = uuidv7();
    const input = { id, apiSecret: 'secret-of-a-new-one', publicName: 'New', settings };
    await operator.get(CREATE, { input });
    return id;
  };

  it('are those of the seed file and the operator at start, their secrets sealed', async () => {
    const alpha = await told(ALPHA_BANK, 1);
    expect(alpha).toMatchObject({
      key: ALPHA_BANK,
      tenantId: ALPHA_BANK,
      sequence: 1,
      audience: '',
      data: { id: ALPHA_BANK, publicName: 'Alpha Bank', isOperator: false, settings: {} },
    });
    expect(secretOf(alpha)).toBe('dev-secret-alpha-bank');
    const operated = await told(OPERATOR.tenantId, 1);
    expect(operated.data.isOperator).toBe(true);
    expect(secretOf(operated)).toBe(OPERATOR.secret);
  });

  it('is each change, in the transaction that makes it: made, changed, deleted', async () => {
    const id = await make([{ key: 'WEBHOOK_URL', value: 'https://bank.test/hook' }]);
    const made = await told(id, 1);
    expect(made.data).toMatchObject({
      publicName: 'New',
      settings: { WEBHOOK_URL: 'https://bank.test/hook' },
    });
    expect(secretOf(made)).toBe('secret-of-a-new-one');
    await operator.get(UPDATE, { input: { id, apiSecret: 'another-secret' } });
    expect(secretOf(await told(id, 2))).toBe('another-secret');
    await operator.get(DELETE, { id });
    const gone = await told(id, 3);
    expect(gone.data).toMatchObject({ id, deletedAt: expect.any(String) as string });
    expect(gone.data.apiSecret).toBeUndefined();
    expect([made.sequence, gone.sequence]).toEqual([1, 3]);
  });

  it('are settings about webhooks, and none that is the backend’s own business', async () => {
    const settings = [
      { key: 'WEBHOOK_TIMEOUT', value: '1500' },
      { key: 'EXCHANGE_RATES_URL', value: 'https://rates.test/?key=of-the-bank' },
    ];
    await bank.get(SET, { input: { settings } });
    expect((await told(ALPHA_BANK, 2)).data.settings).toEqual({ WEBHOOK_TIMEOUT: '1500' });
  });

  it('is nothing where nothing is new, or the change was refused', async () => {
    const id = await make();
    await told(id, 1);
    await operator.get(UPDATE, { input: { id, email: 'nobody-else@hears.test' } });
    const refused = await operator.refusal(CREATE, { input: { id, apiSecret: '12345678' } });
    expect(refused).toBe('DUPLICATE');
    await operator.get(UPDATE, { input: { id, publicName: 'Newer' } });
    const next = await told(id, 2);
    expect(next).toMatchObject({ sequence: 2, data: { publicName: 'Newer' } });
  });

  it('has all of changes at once in what is told last', async () => {
    const id = await make();
    const client = new AdminClient(backend.url, { tenantId: id, secret: 'secret-of-a-new-one' });
    await Promise.all(
      ['WEBHOOK_TIMEOUT', 'WEBHOOK_MAX_RETRY'].map((key) =>
        client.get(SET, { input: { settings: [{ key, value: '7' }] } }),
      ),
    );
    const all = await Promise.all([told(id, 2), told(id, 3)]);
    const last = all.find(({ sequence }) => sequence === 3);
    expect(last?.data.settings).toEqual({ WEBHOOK_TIMEOUT: '7', WEBHOOK_MAX_RETRY: '7' });
  });

  it('is at start what was changed where nobody told it, as by a new key for secrets', async () => {
    const next = randomBytes(32).toString('base64');
    const keys = { secretsKey: next, secretsKeyBefore: secretsKey };
    const config = Object.assign(new BackendConfig(), keys);
    const { sequence } = await told(SHOP_BANK, 1);
    await new Sealing(config, backend.database.dataSource).run();
    await telling().tellChanged();
    const anew = await told(SHOP_BANK, 2);
    const place = { owner: SHOP_BANK, field: 'api_secret' };
    expect(anew.sequence).toBe(sequence + 1);
    expect(new SecretBox({ secretsKey: next }).open(anew.data.apiSecret!, place)).toBe(
      'dev-secret-shop-bank',
    );
  });

  it('is told once more when all is quiet, so that the topic’s last word is the last', async () => {
    const id = await make();
    const first = await told(id, 1);
    await telling().tellAgain(0);
    const again = await told(id, 2);
    expect(again).toEqual({ ...first, sequence: first.sequence + 1 });
    await telling().tellAgain(0);
    const [{ version }] = (await backend.query<{ version: string }>(
      'SELECT told_version AS version FROM tenants WHERE id = $1',
      [id],
    )) as [{ version: string }];
    expect(version).toBe('2');
  });
});
