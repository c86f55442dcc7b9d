import { Logger } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { errorCode } from '../error-code.js';
import { StartError } from '../service/start-error.js';
import { TLS_REFUSALS } from './tls-options.js';

export interface ConnectOptions {
  dataSource: DataSource;
  url: string;
  /** How long a database may take to come up beside the service. */
  timeoutMs: number;
}

const PAUSE_MS = 500;
/** Wrong for as long as nobody changes the configuration or the server: no retry helps. */
const HOPELESS = new Set(['28000', '28P01', '3D000', 'ENOTFOUND', ...TLS_REFUSALS]);
const NO_TLS_THERE = 'The server does not support SSL connections';

/** @throws {StartError} in one line, naming the database without its password */
export async function connect({ dataSource, url, timeoutMs }: ConnectOptions): Promise<void> {
  const giveUpAt = Date.now() + timeoutMs;
  const logger = new Logger('Database');
  for (let attempt = 1; ; attempt += 1) {
    try {
      await dataSource.initialize();
      return;
    } catch (error) {
      const reason = describe(error);
      const code = errorCode(error) ?? '';
      if (HOPELESS.has(code) || reason === NO_TLS_THERE || Date.now() >= giveUpAt) {
        throw new StartError(
          `cannot use the database ${withoutPassword(url)}: ${reason}. ${hint(code, reason)}`,
          { cause: error },
        );
      }
      if (attempt === 1) {
        logger.warn(`waiting for the database ${withoutPassword(url)}: ${reason}`);
      }
      await delay(PAUSE_MS);
    }
  }
}

export function withoutPassword(url: string): string {
  if (!URL.canParse(url)) return '(its URL cannot be read)';
  const parsed = new URL(url);
  return `${parsed.protocol}//${parsed.username ? `${parsed.username}@` : ''}${parsed.host}${parsed.pathname}`;
}

function hint(code: string, reason: string): string {
  if (reason === NO_TLS_THERE) return 'Is DATABASE_TLS meant to be true?';
  return TLS_REFUSALS.includes(code)
    ? 'Does DATABASE_TLS_CA_FILE hold who signed its certificate, and does that name this host?'
    : 'Is it running, and is the URL in *_DATABASE_URL right?';
}

/** A refused connection to a name with several addresses has its reasons inside only. */
function describe(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') {
    return error.errors.map(describe).join(', ');
  }
  return error instanceof Error ? error.message : String(error);
}
