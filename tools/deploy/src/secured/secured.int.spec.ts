import { topicDefinitions } from '@tapmesh/events';
import { createDatabases, freePorts, waitFor, waitForReady } from '@tapmesh/mesh';
import { securityOptions } from '@tapmesh/messaging/kafka-security';
import { Kafka, logLevel } from 'kafkajs';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { inRepository } from '../paths.js';
import { outcomeOf, Program } from '../program.js';
import { applyAcls } from './broker-acls.js';
import { PASSWORD, SecuredServers } from './secured-servers.js';

const topics = topicDefinitions.length;
const SHOP_BANK = '01980000-0000-7000-8000-000000000102';
const ALPHA_BANK = '01980000-0000-7000-8000-000000000101';

/** [container, app, who it is to the broker, its database's variable] */
const services = [
  ['backend', 'apps/backend', 'backend', 'BACKEND_DATABASE_URL'],
  ['card_service', 'apps/card-service', 'card-service', 'CARD_SERVICE_DATABASE_URL'],
  ['pos_service', 'apps/pos-service', 'pos-service', 'POS_SERVICE_DATABASE_URL'],
  ['webhook_bridge', 'apps/webhook-bridge', 'webhook-bridge', 'WEBHOOK_BRIDGE_DATABASE_URL'],
  ['alpha_bank', 'apps/mock-ase', 'ase', 'MOCK_ASE_DATABASE_URL'],
  ['shop_bank', 'apps/mock-ase', 'ase', 'MOCK_ASE_DATABASE_URL'],
] as const;

type Name = (typeof services)[number][0];

describe('a mesh on servers that speak TLS, know everybody and let nobody do more than he must', () => {
  let servers: SecuredServers;
  let ports: Record<string, number>;
  const running: Program[] = [];

  const sasl = (mechanism: string, username: string, password = PASSWORD) => ({
    KAFKA_BROKERS: `127.0.0.1:${servers.ports.sasl}`,
    KAFKA_TLS: 'true',
    KAFKA_TLS_CA_FILE: servers.authority.caFile,
    KAFKA_SASL_MECHANISM: mechanism,
    KAFKA_SASL_USERNAME: username,
    KAFKA_SASL_PASSWORD: password,
  });
  const mutualTls = (subject: string) => {
    const { certFile, keyFile } = servers.authority.issue(subject);
    return {
      KAFKA_BROKERS: `127.0.0.1:${servers.ports.mtls}`,
      KAFKA_TLS: 'true',
      KAFKA_TLS_CA_FILE: servers.authority.caFile,
      KAFKA_TLS_CERT_FILE: certFile,
      KAFKA_TLS_KEY_FILE: keyFile,
    };
  };
  const environmentOf = (name: Name): Record<string, string> => {
    const [, , user, variable] = services.find(([other]) => other === name) ?? services[0];
    return {
      ...sasl('scram-sha-512', user),
      DATABASE_TLS: 'true',
      DATABASE_TLS_CA_FILE: servers.authority.caFile,
      [variable]: servers.databaseUrl(name),
      SEED_FILE: inRepository('seed.yml'),
      WALLET_ADDRESS_BASE_URL: url('backend'),
      PORT: String(ports[name]),
      LOG_FORMAT: 'json',
      ...(name === 'alpha_bank' && { TENANT_ID: ALPHA_BANK }),
      ...(name === 'shop_bank' && { TENANT_ID: SHOP_BANK }),
    };
  };
  const url = (name: Name): string => `http://127.0.0.1:${ports[name]}`;

  beforeAll(async () => {
    servers = await SecuredServers.start();
    const free = await freePorts(services.length);
    ports = Object.fromEntries(services.map(([name], index) => [name, free[index] ?? 0]));
    await createDatabases(
      servers.adminDatabase,
      services.map(([name]) => name),
    );
  });

  afterAll(async () => {
    await Promise.all(running.map((program) => program.stop()));
    await servers?.stop();
  });

  it('has its topics made over SASL', async () => {
    const outcome = await outcomeOf({ app: 'tools/topics', env: sasl('plain', 'topics') });
    expect(outcome).toEqual({ code: 0, output: `${topics} topics made, 0 were there\n` });
    await applyAcls(servers.adminBrokers, '');
  });

  it('starts on no schema that is not its own, until --migrate has made it so', async () => {
    const env = { ...environmentOf('backend'), MIGRATE_AT_START: 'false' };
    const early = await outcomeOf({ app: 'apps/backend', env });
    expect(early.code).toBe(1);
    expect(early.output).toContain(
      'backend: the database is not up to date and MIGRATE_AT_START is false: run this program with --migrate first',
    );
    const migrated = await outcomeOf({ app: 'apps/backend', args: ['--migrate'], env });
    expect([migrated.code, migrated.output]).toEqual([
      0,
      expect.stringContaining('the database is up to date'),
    ]);
  });

  it('answers a tap, over SCRAM, TLS and the least of rights', async () => {
    for (const [name, app] of services) {
      const migrate = { MIGRATE_AT_START: String(name !== 'backend') };
      running.push(new Program({ app, env: { ...environmentOf(name), ...migrate } }));
    }
    await Promise.all(services.map(([name]) => waitForReady(url(name))));
    const response = await fetch(`${url('pos_service')}/payment`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: 'Bearer tk_dev_corner-shop-till-1',
      },
      body: JSON.stringify({
        signature: 'demo-signature',
        payload: 'demo',
        amount: { value: '1250', assetCode: 'USD', assetScale: 2 },
        senderWalletAddress: `${url('backend')}/accounts/alice`,
        receiverWalletAddress: `${url('backend')}/accounts/corner-shop`,
        timestamp: Date.now(),
      }),
    });
    expect(await response.json()).toMatchObject({ result: { code: 'approved' } });
    expect(await connectionsInTheClear()).toBe(0);
    for (const program of running) expect(program.output).not.toContain(PASSWORD);
  });

  it('lets no bank say that a payment is funded', async () => {
    const kafka = new Kafka({
      brokers: [`127.0.0.1:${servers.ports.sasl}`],
      ...securityOptions({
        tls: { ca: servers.authority.ca },
        sasl: { mechanism: 'scram-sha-512', username: 'ase', password: PASSWORD },
      }),
      logLevel: logLevel.NOTHING,
      retry: { retries: 0 },
    });
    const producer = kafka.producer();
    await producer.connect();
    const messages = [{ key: 'k', value: '{}' }];
    await expect(producer.send({ topic: 'outgoing-payment-status', messages })).rejects.toThrow(
      /not authorized/i,
    );
    await producer.send({ topic: 'payment-commands.dead-letter', messages }).then(
      () => Promise.reject(new Error('it may write what it does not read')),
      (error: Error) => expect(error.message).toMatch(/not authorized/i),
    );
    await producer.disconnect();
  });

  it('knows a client by its certificate', async () => {
    const operator = await outcomeOf({ app: 'tools/topics', env: mutualTls('operator') });
    expect(operator).toEqual({ code: 0, output: `0 topics made, ${topics} were there\n` });
    const outcome = await outcomeOf({ app: 'tools/topics', env: mutualTls('somebody') });
    // Known, but allowed nothing: its principal is in no ACL, so it sees no topic and may make none.
    expect(outcome.code).toBe(1);
    expect(outcome.output).toMatch(/^topics: .*not authorized.*\n$/i);
  });

  describe('in one line each', () => {
    it.each<[string, () => Record<string, string>, RegExp]>([
      [
        'a wrong password',
        () => sasl('scram-sha-512', 'topics', 'guessed'),
        /authentication failed/i,
      ],
      [
        'a broker that a stranger signed',
        () => ({
          ...sasl('plain', 'topics'),
          KAFKA_TLS_CA_FILE: servers.strangers().caFile,
        }),
        /certificate/i,
      ],
    ])('%s is told by what makes the topics', async (_, env, reason) => {
      const outcome = await outcomeOf({ app: 'tools/topics', env: env() });
      expect(outcome.code).toBe(1);
      expect(outcome.output).toMatch(reason);
      expect(outcome.output.trim().split('\n')).toHaveLength(1);
    });

    it('a database that a stranger signed ends the start', async () => {
      const env = {
        ...environmentOf('card_service'),
        DATABASE_TLS_CA_FILE: servers.strangers().caFile,
      };
      const { code, output } = await outcomeOf({ app: 'apps/card-service', env });
      expect(code).toBe(1);
      expect(output).toMatch(
        /card-service: cannot use the database .*certificate.*Does DATABASE_TLS_CA_FILE hold/,
      );
    });

    it('a broker that refuses the password is told by a service, which is not ready', async () => {
      const [port] = await freePorts(1);
      const env = {
        ...environmentOf('card_service'),
        ...sasl('scram-sha-512', 'card-service', 'guessed'),
        PORT: String(port),
      };
      const program = new Program({ app: 'apps/card-service', env });
      running.push(program);
      const told = await waitFor(
        async () => /authentication failed/i.test(program.output) || undefined,
        { timeoutMs: 60_000 },
      );
      expect(told).toBe(true);
      const ready = await fetch(`http://127.0.0.1:${port}/health/ready`);
      expect(ready.status).toBe(503);
      expect(program.output).not.toContain('guessed');
    });
  });

  async function connectionsInTheClear(): Promise<number> {
    const client = new pg.Client({
      connectionString: servers.adminDatabase,
      ssl: { ca: readFileSync(servers.authority.caFile, 'utf8'), host: '127.0.0.1' } as object,
    });
    await client.connect();
    try {
      const { rows } = await client.query<{ clear: number; total: number }>(
        `SELECT count(*) FILTER (WHERE NOT ssl)::int AS clear, count(*)::int AS total
           FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE datname <> 'postgres'`,
      );
      expect(rows[0]?.total).toBeGreaterThan(4);
      return rows[0]?.clear ?? -1;
    } finally {
      await client.end();
    }
  }
});
