import { Logger, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource, type DataSourceOptions, type MigrationInterface } from 'typeorm';
import type { TlsMaterial } from '../config/tls-files.js';
import { connect } from './connect.js';
import { migrate, requireMigrated } from './migrate.js';
import { sessionBounds } from './session-bounds.js';
import { tlsOptions } from './tls-options.js';

export interface DatabaseOptions {
  url: string;
  /** In the order in which they are to run; `messagingMigrations` before the service's own. */
  migrations: (new () => MigrationInterface)[];
  entities?: (new () => object)[];
  poolSize?: number;
  /** What pg's pool is told besides; `transactionPool` of messaging makes transactions short. */
  pool?: object;
  /** Speaks TLS, and verifies the server's certificate and name. */
  tls?: TlsMaterial;
  /** Whether the schema is brought up to date; otherwise it must be already. */
  migrateAtStart?: boolean;
  /** How long the database may take to come up; 30 s when left out. */
  connectTimeoutMs?: number;
  /** How long a statement may take, or a transaction do nothing; 10 s when left out. */
  statementTimeoutMs?: number;
}

const DEFAULT_POOL_SIZE = 10;
const DEFAULT_STATEMENT_TIMEOUT_MS = 10_000;
/** One holds the migration lock while another migrates. */
const LEAST_POOL_SIZE = 2;

/**
 * The service's own database through TypeORM, its `DataSource` injectable everywhere. The schema
 * comes from migrations alone, run here before anything else of the service starts.
 */
export function databaseModule({
  url,
  migrations,
  entities = [],
  poolSize = DEFAULT_POOL_SIZE,
  pool,
  connectTimeoutMs = 30_000,
  statementTimeoutMs = DEFAULT_STATEMENT_TIMEOUT_MS,
  tls,
  migrateAtStart = true,
}: DatabaseOptions): DynamicModule {
  const logger = new Logger('Database');
  return TypeOrmModule.forRootAsync({
    useFactory: () => ({
      type: 'postgres' as const,
      url,
      ssl: tlsOptions(url, tls),
      entities,
      migrations,
      synchronize: false,
      migrationsRun: false,
      poolSize: Math.max(poolSize, LEAST_POOL_SIZE),
      connectTimeoutMS: 10_000,
      extra: { ...sessionBounds(statementTimeoutMs), ...pool },
      // Unhandled, an idle connection that the server ends would end the process.
      poolErrorHandler: (error: Error) =>
        logger.warn(`a database connection was lost: ${error.message}`),
      // `connect` has tried for long enough; Nest would log the failure once more for each attempt.
      toRetry: () => false,
    }),
    dataSourceFactory: async (options) => {
      await prepareSchema(options as DataSourceOptions, {
        url,
        timeoutMs: connectTimeoutMs,
        migrateAtStart,
      });
      return new DataSource(options as DataSourceOptions).initialize();
    },
  });
}

/** On connections of their own: a migration, or the wait for another's, may take as long as it takes. */
async function prepareSchema(
  options: DataSourceOptions,
  { url, timeoutMs, migrateAtStart }: { url: string; timeoutMs: number; migrateAtStart: boolean },
): Promise<void> {
  const dataSource = new DataSource({
    ...options,
    poolSize: LEAST_POOL_SIZE,
    extra: undefined,
  } as DataSourceOptions);
  await connect({ dataSource, url, timeoutMs });
  try {
    await (migrateAtStart ? migrate(dataSource) : requireMigrated(dataSource));
  } finally {
    await dataSource.destroy();
  }
}
