import { IsBoolean, IsInt, IsOptional, IsString, Min } from 'class-validator';
import { Env } from './env.js';
import { helpText } from './help.js';
import { ConfigError, loadConfig } from './load-config.js';
import { WalletAddressConfig } from './service-config.js';

class ExampleConfig extends WalletAddressConfig {
  @Env('PAYMENT_DEADLINE_MS', 'how long a bank may take')
  @IsInt()
  @Min(100)
  paymentDeadlineMs = 10_000;

  @Env('EXAMPLE_DATABASE_URL', 'the database')
  @IsString()
  databaseUrl: string;

  @Env('LIMIT_MINOR_UNITS', 'largest amount')
  @IsOptional()
  limit?: bigint;

  @Env('STRICT', 'refuse what is doubtful')
  @IsBoolean()
  strict = false;
}

const complete = {
  KAFKA_BROKERS: 'kafka-1:9092, kafka-2:9092',
  WALLET_ADDRESS_BASE_URL: 'https://pay.example',
  EXAMPLE_DATABASE_URL: 'postgres://localhost/example',
};

function problemsOf(env: Record<string, string>): string[] {
  try {
    loadConfig(ExampleConfig, env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('loadConfig', () => {
  it('keeps the defaults of what is not set, and of what is set to nothing', () => {
    const config = loadConfig(ExampleConfig, { ...complete, PAYMENT_DEADLINE_MS: '', PORT: '' });
    expect(config).toMatchObject({ port: 0, host: '127.0.0.1', paymentDeadlineMs: 10_000 });
    expect(config.instanceId).toMatch(/^[0-9a-f]{8}$/);
  });

  it('converts by the declared type, and by the default where the type is inferred', () => {
    const config = loadConfig(ExampleConfig, {
      ...complete,
      PAYMENT_DEADLINE_MS: '3000',
      LIMIT_MINOR_UNITS: '9223372036854775807',
      STRICT: 'true',
    });
    expect(config.kafkaBrokers).toEqual(['kafka-1:9092', 'kafka-2:9092']);
    expect(config.paymentDeadlineMs).toBe(3000);
    expect(config.limit).toBe(9223372036854775807n);
    expect(config.strict).toBe(true);
  });

  it('reports every problem at once, by the name of the variable', () => {
    const problems = problemsOf({
      PORT: '70000',
      LOG_LEVEL: 'loud',
      PAYMENT_DEADLINE_MS: '10s',
      STRICT: 'perhaps',
      WALLET_ADDRESS_BASE_URL: 'https://pay.example/',
    });
    expect(problems).toEqual(
      expect.arrayContaining([
        'PORT must not be greater than 65535',
        expect.stringMatching(/^LOG_LEVEL must be one of the following values/),
        'PAYMENT_DEADLINE_MS must be a number',
        'STRICT must be true or false',
        'WALLET_ADDRESS_BASE_URL must be an http or https URL without a slash at its end',
        expect.stringMatching(/^KAFKA_BROKERS is required/),
        'EXAMPLE_DATABASE_URL is required: the database',
      ]),
    );
    expect(problems).toHaveLength(7);
  });

  it('never repeats a value, which may be secret', () => {
    const message = problemsOf({ ...complete, KAFKA_BROKERS: 'user:hunter2@broker' }).join('\n');
    expect(message).toContain('KAFKA_BROKERS');
    expect(message).not.toContain('hunter2');
  });

  it('refuses development keys in production', () => {
    expect(problemsOf({ ...complete, NODE_ENV: 'production', SEED_FILE: 'seed.yml' })).toEqual([
      expect.stringContaining('SEED_FILE'),
    ]);
  });
});

describe('helpText', () => {
  const help = helpText({ name: 'example', description: 'an example', configClass: ExampleConfig });

  it('lists every variable, inherited ones too, with meaning and default', () => {
    expect(help).toMatch(/PORT +HTTP port; 0 takes any free one \(default 0\)/);
    expect(help).toMatch(/PAYMENT_DEADLINE_MS +how long a bank may take \(default 10000\)/);
    expect(help).toMatch(/SEED_FILE .*\(optional\)/);
  });

  it('says which variables have no default', () => {
    expect(help).toMatch(/EXAMPLE_DATABASE_URL +the database \(required\)/);
  });
});
