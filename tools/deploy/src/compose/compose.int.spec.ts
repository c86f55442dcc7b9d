import { topicDefinitions } from '@tapmesh/events';
import {
  createDatabases,
  dropDatabases,
  freePorts,
  waitForReady,
  withDatabase,
} from '@tapmesh/mesh';
import { deleteTopics } from '@tapmesh/topics';
import { randomBytes } from 'node:crypto';
import { inRepository } from '../paths.js';
import { outcomeOf, Program } from '../program.js';
import { ourServices } from './compose-file.js';
import { readDockerfile } from './dockerfile.js';

/** Docker's part is played here: names become addresses, mounted files the repository's. */
describe('the containers of docker-compose.yml, as processes', () => {
  const admin = process.env.TEST_DATABASE_URL ?? '';
  const brokers = process.env.KAFKA_BROKERS ?? '';
  const prefix = `compose-${randomBytes(4).toString('hex')}.`;
  const database = (name: string): string => `${prefix.replaceAll(/[.-]/g, '_')}${name}`;
  const services = ourServices();
  const running: Program[] = [];
  const made: string[] = [];
  let ports: Record<string, number>;

  function environmentOf(name: string, given: Record<string, string | number>) {
    const here = ([variable, value]: [string, unknown]): [string, string] => {
      if (variable === 'KAFKA_BROKERS') return [variable, brokers];
      if (variable === 'SEED_FILE') return [variable, inRepository('seed.yml')];
      if (variable === 'WALLET_ADDRESS_BASE_URL') return [variable, url('backend')];
      if (!variable.endsWith('_DATABASE_URL')) return [variable, String(value)];
      return [variable, withDatabase(admin, database(new URL(String(value)).pathname.slice(1)))];
    };
    return {
      ...readDockerfile().environment,
      ...Object.fromEntries(Object.entries(given).map(here)),
      ...{ TOPIC_PREFIX: prefix, HOST: '127.0.0.1', PORT: String(ports[name] ?? 0) },
    };
  }

  const url = (service: string): string => `http://127.0.0.1:${ports[service]}`;

  beforeAll(async () => {
    const free = await freePorts(services.length);
    ports = Object.fromEntries(services.map(([name], index) => [name, free[index] ?? 0]));
    for (const [, { environment }] of services) {
      const named = Object.entries(environment).find(([name]) => name.endsWith('_DATABASE_URL'));
      if (named) made.push(database(new URL(String(named[1])).pathname.slice(1)));
    }
    await createDatabases(admin, made);
  });

  afterAll(async () => {
    await Promise.all(running.map((program) => program.stop()));
    await dropDatabases(admin, made);
    await deleteTopics({ brokers, prefix });
  });

  it('answer a tap', async () => {
    for (const [name, { build, environment }] of services) {
      const program = { app: build.args.APP, env: environmentOf(name, environment) };
      if (name === 'topics') {
        const { output } = await outcomeOf(program);
        expect(output).toContain(`${topicDefinitions.length} topics made`);
      } else {
        running.push(new Program(program));
      }
    }
    const doors = services.map(([name]) => name).filter((name) => name !== 'topics');
    await Promise.all(doors.map((name) => waitForReady(url(name))));
    const response = await fetch(`${url('pos-service')}/payment`, {
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
  });
});
