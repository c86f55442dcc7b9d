import { loadConfig, startService, type RunningService } from '@tapmesh/service-kit';
import supertest from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import type { AccountView } from '../accounts/account.dto.js';
import type { HoldView } from '../holds/hold.dto.js';
import { mockAse } from '../mock-ase.js';
import { MockAseConfig } from '../mock-ase.config.js';
import type { Script } from '../scripts/script.js';
import { signedHeader } from '../webhooks/rafiki-signature.js';
import { BackendStandIn } from './backend-stand-in.js';
import { createBankDatabase, type TestDatabase } from './test-database.js';
import { until } from './until.js';

const SEED_FILE = new URL('../../../../seed.yml', import.meta.url).pathname;
const TENANT_SECRET = 'the tenant’s';

export const WEBHOOK_SECRET = 'shared with the backend';

export interface Webhook {
  id: string;
  type: string;
  data: object;
}

/** A bank over HTTP as a real service on a real database; nothing of it knows a broker. */
export class HttpBankUnderTest {
  private constructor(
    private readonly database: TestDatabase,
    readonly backend: BackendStandIn,
    private readonly env: Record<string, string>,
    private service: RunningService,
  ) {}

  static async start(
    tenantId: string,
    settings: Record<string, string> = {},
  ): Promise<HttpBankUnderTest> {
    const database = await createBankDatabase();
    const backend = await BackendStandIn.start(TENANT_SECRET);
    const env = {
      ASE_DOOR: 'http',
      TENANT_ID: tenantId,
      TENANT_SECRET,
      WEBHOOK_SIGNATURE_SECRET: WEBHOOK_SECRET,
      ADMIN_API_URL: backend.url,
      MOCK_ASE_DATABASE_URL: database.url,
      WALLET_ADDRESS_BASE_URL: 'http://backend.test',
      SEED_FILE,
      LOG_LEVEL: 'silent',
      NODE_ENV: 'test',
      ...settings,
    };
    return new HttpBankUnderTest(database, backend, env, await startBank(env));
  }

  get http() {
    return supertest(this.service.app.getHttpServer());
  }

  async restart(meanwhile: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    await this.service.close();
    await meanwhile();
    this.service = await startBank(this.env);
  }

  async close(): Promise<void> {
    await this.service.close();
    await this.backend.close();
    await this.database.drop();
  }

  async script(accountId: string, script: Script): Promise<void> {
    await this.http.put(`/accounts/${accountId}/script`).send(script).expect(200);
  }

  /** As the bridge tells it. */
  async tell(type: string, data: object, id = uuidv7()): Promise<Webhook> {
    const webhook = { id, type, data };
    await this.post(webhook).expect(200);
    return webhook;
  }

  post(webhook: object, secret = WEBHOOK_SECRET) {
    return this.http
      .post('/webhooks')
      .set('rafiki-signature', signedHeader(webhook, { secret, version: '1' }))
      .send(webhook);
  }

  async account(id: string): Promise<AccountView> {
    const { body } = await this.http.get(`/accounts/${id}`).expect(200);
    return body as AccountView;
  }

  /** The hold once it has the status. */
  async hold(paymentId: string, status: HoldView['status']): Promise<HoldView> {
    const read = async () => (await this.http.get(`/holds/${paymentId}`)).body as HoldView;
    return until(read, (hold) => hold.status === status);
  }
}

function startBank(env: Record<string, string>): Promise<RunningService> {
  const config = loadConfig(MockAseConfig, env);
  return startService({ name: 'mock-ase', config, create: mockAse });
}
