import { ConfigError, loadConfig } from '@tapmesh/service-kit';
import { PosServiceConfig } from './pos-service.config.js';

describe('the configuration', () => {
  const environment = {
    KAFKA_BROKERS: '127.0.0.1:9092',
    WALLET_ADDRESS_BASE_URL: 'http://127.0.0.1:4000',
    POS_SERVICE_DATABASE_URL: 'postgres://127.0.0.1/pos_service',
  };
  const load = (differing: Record<string, string>) =>
    loadConfig(PosServiceConfig, { ...environment, ...differing });

  it('has defaults for everything but the surroundings', () => {
    expect(load({})).toMatchObject({
      paymentDeadlineMs: 10_000,
      answerGraceMs: 2_000,
      secondLookMs: 500,
      maxWaiting: 10_000,
      terminalMode: 'own',
    });
  });

  it('takes terminals without a key in production only when that is allowed by name', () => {
    const rafiki = { NODE_ENV: 'production', TERMINAL_MODE: 'rafiki' };
    expect(() => load(rafiki)).toThrow('ALLOW_RAFIKI_TERMINALS_IN_PRODUCTION');
    expect(load({ ...rafiki, ALLOW_RAFIKI_TERMINALS_IN_PRODUCTION: 'true' }).terminalMode).toBe(
      'rafiki',
    );
    expect(load({ TERMINAL_MODE: 'rafiki' }).terminalMode).toBe('rafiki');
  });

  it('refuses demo data in production', () => {
    expect(() => load({ NODE_ENV: 'production', SEED_FILE: 'seed.yml' })).toThrow('SEED_FILE');
  });

  it('takes half of the deadline for overload, 3 s at most, and refuses what is not below it', () => {
    expect(load({}).overloadThresholdMs()).toBe(3_000);
    expect(load({ PAYMENT_DEADLINE_MS: '3000' }).overloadThresholdMs()).toBe(1_500);
    expect(load({ OVERLOAD_AFTER_MS: '5000' }).overloadThresholdMs()).toBe(5_000);
    expect(() => load({ PAYMENT_DEADLINE_MS: '3000', OVERLOAD_AFTER_MS: '3000' })).toThrow(
      'OVERLOAD_AFTER_MS must be below PAYMENT_DEADLINE_MS',
    );
  });

  it('warns where a shutdown is too short for who waits, and starts all the same', () => {
    expect(load({}).warnings()).toEqual([]);
    const [warning] = load({ PAYMENT_DEADLINE_MS: '60000' }).warnings();
    expect(warning).toContain('SHUTDOWN_TIMEOUT_MS');
    const longer = { PAYMENT_DEADLINE_MS: '60000', SHUTDOWN_TIMEOUT_MS: '75000' };
    expect(load(longer).warnings()).toEqual([]);
  });

  it('says everything that is wrong at once', () => {
    const wrong = { PAYMENT_DEADLINE_MS: 'soon', MAX_WAITING: '0', TERMINAL_MODE: 'open' };
    const problems = problemsOf(() => load({ ...wrong, POS_SERVICE_DATABASE_URL: 'mysql://x' }));
    for (const variable of [...Object.keys(wrong), 'POS_SERVICE_DATABASE_URL']) {
      expect(problems.filter((problem) => problem.startsWith(variable))).toHaveLength(1);
    }
  });
});

function problemsOf(load: () => unknown): string[] {
  try {
    load();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
  }
  return [];
}
