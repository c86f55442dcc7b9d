import { ConfigError, loadConfig } from '@tapmesh/service-kit';
import { MockAseConfig } from './mock-ase.config.js';

const ENVIRONMENT = {
  TENANT_ID: '01980000-0000-7000-8000-000000000101',
  MOCK_ASE_DATABASE_URL: 'postgres://localhost/bank',
  KAFKA_BROKERS: 'localhost:9092',
  WALLET_ADDRESS_BASE_URL: 'http://localhost:3000',
};

const load = (differing = {}) => loadConfig(MockAseConfig, { ...ENVIRONMENT, ...differing });

describe('the bank’s configuration', () => {
  it('needs a tenant and a database', () => {
    expect(() => load({ TENANT_ID: 'alpha', MOCK_ASE_DATABASE_URL: undefined })).toThrow(
      /TENANT_ID[\s\S]*MOCK_ASE_DATABASE_URL/,
    );
  });

  it('does not withdraw unless told to', () => {
    expect(load().withdrawOnCompletion).toBe(false);
    expect(load({ WITHDRAW_ON_COMPLETION: 'true' }).withdrawOnCompletion).toBe(true);
  });

  it('needs no broker over HTTP, but its secrets', () => {
    const overHttp = { ASE_DOOR: 'http', KAFKA_BROKERS: undefined };
    expect(() => load(overHttp)).toThrow(/WEBHOOK_SIGNATURE_SECRET[\s\S]*TENANT_SECRET/);
    const secrets = { WEBHOOK_SIGNATURE_SECRET: 'a', TENANT_SECRET: 'b' };
    expect(load({ ...overHttp, ...secrets }).door).toBe('http');
    expect(() => load({ ...secrets, KAFKA_BROKERS: undefined })).toThrow(/KAFKA_BROKERS/);
    expect(() => load({ ASE_DOOR: 'fax' })).toThrow(/ASE_DOOR/);
  });

  it('is refused in production unless allowed by name', () => {
    expect(() => load({ NODE_ENV: 'production' })).toThrow(ConfigError);
    expect(
      load({ NODE_ENV: 'production', ALLOW_MOCK_ASE_IN_PRODUCTION: 'true' }).allowInProduction,
    ).toBe(true);
  });
});
