import { Command, Topic, type MessageType } from '@tapmesh/events';
import { TestBroker, type RecordedMessage, type Recording } from '@tapmesh/messaging/testing';
import { loadConfig, startService, type RunningService } from '@tapmesh/service-kit';
import supertest from 'supertest';
import type { AccountView } from '../accounts/account.dto.js';
import type { HoldView } from '../holds/hold.dto.js';
import { mockAse } from '../mock-ase.js';
import { MockAseConfig } from '../mock-ase.config.js';
import type { Script } from '../scripts/script.js';
import { createBankDatabase, type TestDatabase } from './test-database.js';
import { until } from './until.js';

const SEED_FILE = new URL('../../../../seed.yml', import.meta.url).pathname;

/**
 * A bank as a real service, on a real database and broker of its own. The backend is played by the
 * test: it says facts, and hears what the bank commands.
 */
export class BankUnderTest {
  private constructor(
    private readonly database: TestDatabase,
    readonly broker: TestBroker,
    private readonly commands: Recording,
    private readonly env: Record<string, string>,
    private service: RunningService,
  ) {}

  static async start(
    tenantId: string,
    settings: Record<string, string> = {},
  ): Promise<BankUnderTest> {
    const database = await createBankDatabase();
    const broker = await TestBroker.connect();
    const commands = await broker.record(Topic.PaymentCommands);
    const env = {
      TENANT_ID: tenantId,
      MOCK_ASE_DATABASE_URL: database.url,
      KAFKA_BROKERS: broker.brokers,
      TOPIC_PREFIX: broker.prefix,
      WALLET_ADDRESS_BASE_URL: 'http://backend.test',
      SEED_FILE,
      LOG_LEVEL: 'silent',
      NODE_ENV: 'test',
      ...settings,
    };
    return new BankUnderTest(database, broker, commands, env, await startBank(env));
  }

  get http() {
    return supertest(this.service.app.getHttpServer());
  }

  /** What lies between is what happens while the bank is down. */
  async restart(meanwhile: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    await this.service.close();
    await meanwhile();
    this.service = await startBank(this.env);
  }

  /** A second process's worth of the same bank, until it is stopped. */
  async addInstance(): Promise<() => Promise<void>> {
    const another = await startBank(this.env);
    const ready = () => supertest(another.app.getHttpServer()).get('/health/ready');
    await until(
      async () => (await ready()).status,
      (status) => status === 200,
    );
    return () => another.close();
  }

  async close(): Promise<void> {
    await this.service.close();
    await this.broker.close();
    await this.database.drop();
  }

  async script(accountId: string, script: Script): Promise<void> {
    await this.http.put(`/accounts/${accountId}/script`).send(script).expect(200);
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

  /** What the bank commanded for a payment, once there is that much of it. */
  async commanded(paymentId: string, count = 1): Promise<HeardCommand[]> {
    const about = (message: RecordedMessage) => message.headers.ce_subject === paymentId;
    return (await this.commands.atLeast(count, about)).map(toCommand);
  }

  /** What was heard until now. */
  heard(paymentId: string): HeardCommand[] {
    return this.commands.matching(({ headers }) => headers.ce_subject === paymentId).map(toCommand);
  }
}

export interface HeardCommand {
  id: string;
  type: MessageType;
  key: string;
  tenantId: string | undefined;
  deadline: string | undefined;
  data: Record<string, unknown>;
}

export const FUND = Command.FundOutgoingPayment;
export const CANCEL = Command.CancelOutgoingPayment;

function startBank(env: Record<string, string>): Promise<RunningService> {
  const config = loadConfig(MockAseConfig, env);
  return startService({ name: 'mock-ase', config, create: mockAse });
}

function toCommand({ key, headers, value }: RecordedMessage): HeardCommand {
  return {
    id: headers.ce_id ?? '',
    type: headers.ce_type as MessageType,
    key,
    tenantId: headers.ce_tenantid,
    deadline: headers.ce_deadline,
    data: JSON.parse(value) as Record<string, unknown>,
  };
}
