import { Logger } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { errorCode } from '../error-code.js';
import { StartError } from '../service/start-error.js';

export interface ConnectOptions {
  dataSource: DataSource;
  url: string;
  /** How long a database may take to come up beside the service. */
  timeoutMs: number;
}

const PAUSE_MS = 500;
/** Wrong for as long as nobody changes the configuration or the server: no retry helps. */
const HOPELESS = new Set(['28000', '28P01', '3D000', 'ENOTFOUND']);

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
      if (HOPELESS.has(errorCode(error) ?? '') || Date.now() >= giveUpAt) {
        throw new StartError(
          `cannot use the database ${withoutPassword(url)}: ${reason}. ` +
            'Is it running, and is the URL in *_DATABASE_URL right?',
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

/** A refused connection to a name with several addresses has its reasons inside only. */
function describe(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') {
    return error.errors.map(describe).join(', ');
  }
  return error instanceof Error ? error.message : String(error);
}
