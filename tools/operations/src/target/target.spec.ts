import { MeshError } from '@tapmesh/mesh';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTarget } from './target.js';

const databases = {
  BACKEND_DATABASE_URL: 'postgres://reader:secret@db/backend',
  CARD_SERVICE_DATABASE_URL: 'postgres://reader:secret@db/card_service',
  POS_SERVICE_DATABASE_URL: 'postgres://reader:secret@db/pos_service',
};

describe('the mesh that the environment names', () => {
  const folder = mkdtempSync(join(tmpdir(), 'target-'));
  const pem = join(folder, 'ca.pem');
  const ca = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
  writeFileSync(pem, ca);
  const secured = {
    KAFKA_BROKERS: 'kafka-1:9093,kafka-2:9093',
    TOPIC_PREFIX: 'live.',
    KAFKA_TLS: 'true',
    KAFKA_TLS_CA_FILE: pem,
    KAFKA_SASL_MECHANISM: 'scram-sha-512',
    KAFKA_SASL_USERNAME: 'operator',
    KAFKA_SASL_PASSWORD: 'secret',
  };
  const security = {
    tls: { ca },
    sasl: { mechanism: 'scram-sha-512', username: 'operator', password: 'secret' },
  };

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is reached as its services reach it', async () => {
    const env = { ...databases, ...secured, DATABASE_TLS: 'true', DATABASE_TLS_CA_FILE: pem };
    expect(await findTarget({ env })).toMatchObject({
      brokers: 'kafka-1:9093,kafka-2:9093',
      topicPrefix: 'live.',
      security,
      databaseTls: { ca },
      databases: new Map([
        ['pos-service', databases.POS_SERVICE_DATABASE_URL],
        ['card-service', databases.CARD_SERVICE_DATABASE_URL],
        ['backend', databases.BACKEND_DATABASE_URL],
      ]),
    });
  });

  it('has a webhook bridge where its database is named', async () => {
    const bridge = 'postgres://reader:secret@db/webhook_bridge';
    const env = { ...databases, WEBHOOK_BRIDGE_DATABASE_URL: bridge };
    expect((await findTarget({ env })).databases.get('webhook-bridge')).toBe(bridge);
  });

  it('needs no database where its topics are all that is asked for', async () => {
    expect(await findTarget({ env: secured, needs: 'broker' })).toMatchObject({ security });
  });

  it('is one in the clear on this machine where nothing else is said', async () => {
    const target = await findTarget({ env: databases });
    expect([target.brokers, target.databaseTls]).toEqual(['localhost:9092', undefined]);
    expect(target.security).toEqual({ tls: undefined, sasl: undefined });
  });

  it.each<[string, Record<string, string>, string]>([
    ['a database left out', { CARD_SERVICE_DATABASE_URL: '' }, 'CARD_SERVICE_DATABASE_URL'],
    ['a file without TLS', { DATABASE_TLS_CA_FILE: pem }, 'of use only with DATABASE_TLS=true'],
    ['half a login', { KAFKA_SASL_USERNAME: 'operator' }, 'are set together or not at all'],
    [
      'TLS in a URL, where others would not see it',
      { POS_SERVICE_DATABASE_URL: 'postgres://reader:secret@db/pos_service?sslmode=disable' },
      'POS_SERVICE_DATABASE_URL must not say sslmode',
    ],
  ])('is refused with %s, in words without a secret', async (_, env, problem) => {
    const refused = await findTarget({ env: { ...databases, ...env } }).catch(
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(MeshError);
    expect((refused as MeshError).message).toContain(problem);
    expect((refused as MeshError).message).not.toContain('secret');
  });
});
