import {
  ArrayNotEmpty,
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
import { Env } from './env.js';
import type { CrossChecked } from './load-config.js';
import { TRACES_SAMPLERS, type TracesSampler } from './traces-sampler.js';

const HOST_AND_PORT = /^[^\s:,/]+:\d{1,5}$/;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/** What every service reads from its environment. A service adds its own in a subclass. */
export class ServiceConfig implements CrossChecked {
  @Env('PORT', 'HTTP port; 0 takes any free one')
  @IsInt()
  @Min(0)
  @Max(65_535)
  port = 0;

  @Env('HOST', 'address to listen on')
  @IsString()
  host = '127.0.0.1';

  @Env('KAFKA_BROKERS', 'host:port of one or more brokers, separated by commas')
  @ArrayNotEmpty()
  @Matches(HOST_AND_PORT, { each: true, message: 'kafkaBrokers must be host:port[,host:port…]' })
  kafkaBrokers: string[];

  @Env('TOPIC_PREFIX', 'put before every topic and consumer group, so that meshes share a broker')
  @Matches(/^[A-Za-z0-9._-]{0,100}$/, {
    message: 'topicPrefix must be at most 100 letters, digits, dots, dashes and underscores',
  })
  topicPrefix: string = '';

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

  problems(): string[] {
    return this.nodeEnv === 'production' && this.seedFile !== undefined
      ? ['SEED_FILE holds public development keys and is refused when NODE_ENV is production']
      : [];
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
