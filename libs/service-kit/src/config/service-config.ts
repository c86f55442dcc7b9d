import {
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { randomBytes } from 'node:crypto';
import type { DatabaseOptions } from '../database/database.module.js';
import { Env } from './env.js';
import { ServersConfig } from './servers-config.js';
import { TRACES_SAMPLERS, type TracesSampler } from './traces-sampler.js';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/** What every service reads from its environment. A service adds its own in a subclass. */
export class ServiceConfig extends ServersConfig {
  @Env('PORT', 'HTTP port; 0 takes any free one')
  @IsInt()
  @Min(0)
  @Max(65_535)
  port = 0;

  @Env('HOST', 'address to listen on')
  @IsString()
  host = '127.0.0.1';

  @Env('LOG_LEVEL', LOG_LEVELS.join(', '))
  @IsIn(LOG_LEVELS)
  logLevel: string = 'info';

  @Env('LOG_FORMAT', 'json, or pretty as on a terminal')
  @IsIn(['json', 'pretty'])
  logFormat: string = process.stdout.isTTY ? 'pretty' : 'json';

  @Env('NODE_ENV', 'development, test or production; production refuses development keys')
  @IsIn(['development', 'production', 'test'])
  nodeEnv: 'development' | 'production' | 'test' = 'development';

  @Env(
    'INSTANCE_ID',
    'tells this process from others of the same service; one that is the same after a restart ' +
      'takes back its place in the consumer group at once; random when left out',
  )
  @Matches(/^[A-Za-z0-9._-]{1,100}$/, {
    message: 'instanceId must be 1 to 100 letters, digits, dots, dashes and underscores',
  })
  instanceId: string = randomBytes(4).toString('hex');

  @Env('SEED_FILE', 'demo data (seed.yml) to store at start; never in production')
  @IsOptional()
  @IsString()
  seedFile?: string;

  @Env('MAX_CONNECTIONS', 'HTTP connections that may be open at once; more are closed unread')
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  maxConnections: number = 20_000;

  @Env(
    'SHUTDOWN_GRACE_MS',
    'after SIGTERM, how long new requests are still taken: not ready, told to close',
  )
  @IsInt()
  @Min(0)
  @Max(60_000)
  shutdownGraceMs: number = 300;

  @Env(
    'SHUTDOWN_TIMEOUT_MS',
    'from SIGTERM to the end; less than whoever sent it waits before SIGKILL',
  )
  @IsInt()
  @Min(10_000)
  @Max(600_000)
  shutdownTimeoutMs: number = 25_000;

  @Env('DATABASE_STATEMENT_TIMEOUT_MS', 'how long a statement may take; then it is tried again')
  @IsInt()
  @Min(100)
  @Max(3_600_000)
  databaseStatementTimeoutMs: number = 10_000;

  @Env(
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    'where traces go by OTLP over HTTP (JSON), e.g. http://collector:4318; left out: no tracing',
  )
  @IsOptional()
  @Matches(/^https?:\/\/[^\s/]+(\/\S*)?$/, {
    message: 'tracesEndpoint must be an http or https URL',
  })
  tracesEndpoint?: string;

  @Env('OTEL_SERVICE_NAME', "the service's name in traces; left out: its own")
  @IsOptional()
  @IsString()
  tracesServiceName?: string;

  @Env('OTEL_TRACES_SAMPLER', TRACES_SAMPLERS.join(', '))
  @IsIn(TRACES_SAMPLERS)
  tracesSampler: TracesSampler = 'parentbased_always_on';

  @Env('OTEL_TRACES_SAMPLER_ARG', 'the share of traces that a ratio sampler keeps, 0 to 1')
  @IsNumber()
  @Min(0)
  @Max(1)
  tracesSamplerArg: number = 1;

  @Env('MIGRATE_AT_START', 'false to start only on a schema that `--migrate` has made current')
  @IsBoolean()
  migrateAtStart: boolean = true;

  /** How to use the database, beside its URL; the files are read here. */
  databaseAccess(): Pick<DatabaseOptions, 'tls' | 'migrateAtStart'> {
    return { tls: this.databaseSecurity(), migrateAtStart: this.migrateAtStart };
  }

  override problems(): string[] {
    const seed =
      this.nodeEnv === 'production' && this.seedFile !== undefined
        ? ['SEED_FILE holds public development keys and is refused when NODE_ENV is production']
        : [];
    return [...super.problems(), ...seed];
  }
}

/** Of a service that knows wallet addresses by their URLs. */
export class WalletAddressConfig extends ServiceConfig {
  @Env('WALLET_ADDRESS_BASE_URL', 'public URL of the backend, under which wallet addresses live')
  @Matches(/^https?:\/\/[^\s/]+(\/\S*)?[^/\s]$/, {
    message: 'walletAddressBaseUrl must be an http or https URL without a slash at its end',
  })
  walletAddressBaseUrl: string;
}
