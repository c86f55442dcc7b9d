import { Topic, type Message, type MessageType } from '@tapmesh/events';
import { MessageFactory, type NewMessage } from '@tapmesh/messaging';
import { TestBroker, type RecordedMessage, type Recording } from '@tapmesh/messaging/testing';
import { startService, type RunningService } from '@tapmesh/service-kit';
import { fileURLToPath } from 'node:url';
import { backend } from '../backend.js';
import { BackendConfig } from '../backend.config.js';
import { entities } from '../entities.js';
import { migrations } from '../migrations.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

/** Who runs the backend under test. */
export const OPERATOR = {
  tenantId: '01980000-0000-7000-8000-0000000001ff',
  secret: 'secret-of-the-operator',
};

export const BASE_URL = 'http://backend.test';

const HEARD = [
  Topic.OutgoingPayments,
  Topic.OutgoingPaymentStatus,
  Topic.IncomingPayments,
  Topic.CommandRefusals,
  Topic.Assets,
  Topic.WalletAddresses,
  Topic.Tenants,
  `${Topic.PaymentCommands}.dead-letter`,
];

export interface BackendUnderTestOptions {
  instances?: number;
  config?: Partial<BackendConfig>;
}

/** The whole backend on a real broker and a real database, with the seed file's banks. */
export class BackendUnderTest {
  private constructor(
    readonly database: TestDatabase,
    readonly broker: TestBroker,
    readonly recording: Recording,
    readonly instances: RunningService[],
  ) {}

  static async start({ instances = 1, config }: BackendUnderTestOptions = {}) {
    const database = await createTestDatabase({ migrations, entities });
    const broker = await TestBroker.connect();
    const recording = await broker.record(...HEARD);
    const started = await Promise.all(
      Array.from({ length: instances }, () =>
        startService({
          name: 'backend',
          config: configOf({ database, broker, overrides: config }),
          create: backend,
        }),
      ),
    );
    return new BackendUnderTest(database, broker, recording, started);
  }

  get url(): string {
    return this.instances[0]!.url;
  }

  async close(): Promise<void> {
    await Promise.all(this.instances.map((instance) => instance.close()));
    await this.broker.close();
    await this.database.drop();
  }

  query<Row>(sql: string, params: unknown[] = []): Promise<Row[]> {
    return this.database.dataSource.query(sql, params);
  }

  /** What the backend said about a payment or a command, in the order in which it was heard. */
  said(subject: string): RecordedMessage[] {
    return this.recording.matching(({ headers }) => headers.ce_subject === subject);
  }

  hears(type: string, subject: string): Promise<RecordedMessage> {
    return this.recording.first(
      ({ headers }) => headers.ce_type === type && headers.ce_subject === subject,
    );
  }

  /** The refusal of one command. */
  async refusalOf(command: Pick<Message, 'id'>): Promise<{ code: string; audience?: string }> {
    const message = await this.recording.first(
      ({ topic, value }) => topic === Topic.CommandRefusals && value.includes(command.id),
    );
    const { code } = JSON.parse(message.value) as { code: string };
    return { code, audience: message.headers.ce_audience };
  }

  /** Of all accounts, by asset: 0 at every moment. */
  async sums(): Promise<string[]> {
    const rows = await this.query<{ sum: string }>(
      'SELECT sum(posted) AS sum FROM ledger_accounts GROUP BY asset_id',
    );
    return rows.map(({ sum }) => sum);
  }
}

/** Says a command as one of those who may ask. */
export function messageFrom<T extends MessageType>(
  source: string,
  message: NewMessage<T>,
): Message<T> {
  return new MessageFactory({ source }).make(message);
}

function configOf({
  database,
  broker,
  overrides,
}: {
  database: TestDatabase;
  broker: TestBroker;
  overrides?: Partial<BackendConfig>;
}): BackendConfig {
  return Object.assign(new BackendConfig(), {
    nodeEnv: 'test' as const,
    logLevel: process.env.TEST_LOG_LEVEL ?? 'silent',
    logFormat: 'json',
    kafkaBrokers: broker.brokers.split(','),
    topicPrefix: broker.prefix,
    databaseUrl: database.url,
    walletAddressBaseUrl: BASE_URL,
    seedFile: fileURLToPath(new URL('../../../../seed.yml', import.meta.url)),
    operatorTenantId: OPERATOR.tenantId,
    adminApiSecret: OPERATOR.secret,
    deadlinePollMs: 50,
    incomingPaymentPollMs: 50,
    ...overrides,
  });
}
