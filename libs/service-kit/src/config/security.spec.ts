import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IsDatabaseUrl } from './database-url.js';
import { Env } from './env.js';
import { helpText } from './help.js';
import { ConfigError, loadConfig } from './load-config.js';
import { ServiceConfig } from './service-config.js';

class ExampleConfig extends ServiceConfig {
  @Env('EXAMPLE_DATABASE_URL')
  @IsDatabaseUrl()
  databaseUrl: string;
}

const complete = {
  KAFKA_BROKERS: 'kafka:9093',
  WALLET_ADDRESS_BASE_URL: 'https://pay.example',
  EXAMPLE_DATABASE_URL: 'postgres://user:secret@db/example',
};

function problemsOf(env: Record<string, string>): string[] {
  try {
    loadConfig(ExampleConfig, { ...complete, ...env });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('TLS and SASL', () => {
  const folder = mkdtempSync(join(tmpdir(), 'config-'));
  const pem = join(folder, 'ca.pem');
  const text = join(folder, 'notes.txt');
  writeFileSync(pem, '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n');
  writeFileSync(text, 'remember the milk');

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are off where nothing is said', () => {
    const config = loadConfig(ExampleConfig, complete);
    expect(config.kafkaSecurity()).toEqual({ tls: undefined, sasl: undefined });
    expect(config.databaseAccess()).toEqual({ tls: undefined, migrateAtStart: true });
  });

  it('come from their files and variables', () => {
    const config = loadConfig(ExampleConfig, {
      ...complete,
      KAFKA_TLS: 'true',
      KAFKA_TLS_CA_FILE: pem,
      KAFKA_SASL_MECHANISM: 'scram-sha-512',
      KAFKA_SASL_USERNAME: 'backend',
      KAFKA_SASL_PASSWORD: 'secret',
      DATABASE_TLS: 'true',
      MIGRATE_AT_START: 'false',
    });
    const sasl = { mechanism: 'scram-sha-512', username: 'backend', password: 'secret' };
    expect(config.kafkaSecurity()).toMatchObject({ tls: { ca: expect.any(String) }, sasl });
    // Whom the system trusts signs what the whole world is to trust.
    expect(config.databaseAccess()).toEqual({ tls: {}, migrateAtStart: false });
  });

  it.each<[string, Record<string, string>, string]>([
    [
      'a file that is not there',
      { KAFKA_TLS: 'true', KAFKA_TLS_CA_FILE: join(folder, 'gone.pem') },
      `KAFKA_TLS_CA_FILE: ${join(folder, 'gone.pem')} cannot be read (ENOENT)`,
    ],
    [
      'a file that is no PEM, without a word of what is in it',
      { DATABASE_TLS: 'true', DATABASE_TLS_CA_FILE: text },
      `DATABASE_TLS_CA_FILE: ${text} is no PEM file`,
    ],
    [
      'a certificate without its key',
      { KAFKA_TLS: 'true', KAFKA_TLS_CERT_FILE: pem },
      'KAFKA_TLS_CERT_FILE and KAFKA_TLS_KEY_FILE go together',
    ],
    [
      'files without TLS: somebody believes that it is on',
      { KAFKA_TLS_CA_FILE: pem },
      'KAFKA_TLS_CA_FILE is of use only with KAFKA_TLS=true',
    ],
    [
      'half a login',
      { KAFKA_SASL_USERNAME: 'backend', KAFKA_SASL_PASSWORD: 'secret' },
      'KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD are set together or not at all',
    ],
    [
      'a password in the clear',
      {
        KAFKA_SASL_MECHANISM: 'plain',
        KAFKA_SASL_USERNAME: 'backend',
        KAFKA_SASL_PASSWORD: 'secret',
      },
      'KAFKA_SASL_MECHANISM=plain sends the password as it is and is refused without KAFKA_TLS',
    ],
    [
      'a mechanism that nobody has',
      { KAFKA_SASL_MECHANISM: 'gssapi' },
      'KAFKA_SASL_MECHANISM must be one of the following values: plain, scram-sha-256, scram-sha-512',
    ],
    [
      'TLS asked for in a database URL, where it would be dropped without a word',
      { EXAMPLE_DATABASE_URL: 'postgres://user:secret@db/example?sslmode=verify-full' },
      'EXAMPLE_DATABASE_URL must not say sslmode: set DATABASE_TLS=true and DATABASE_TLS_CA_FILE instead',
    ],
    [
      'a database URL of another kind',
      { EXAMPLE_DATABASE_URL: 'mysql://user:secret@db/example' },
      'EXAMPLE_DATABASE_URL must be a postgres:// URL',
    ],
  ])('refuse %s', (_, env, problem) => {
    expect(problemsOf(env)).toEqual([problem]);
  });

  it('never show a secret', () => {
    process.env.KAFKA_SASL_PASSWORD = 'secret-password';
    const help = helpText({ name: 'example', description: 'd', configClass: ExampleConfig });
    delete process.env.KAFKA_SASL_PASSWORD;
    expect(help).toMatch(/KAFKA_SASL_PASSWORD +and our password \(optional\)/);
    expect(help).not.toContain('secret-password');
  });
});
