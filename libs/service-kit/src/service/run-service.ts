import { Logger } from '@nestjs/common';
import { helpJson, helpText } from '../config/help.js';
import { ConfigError, loadConfig } from '../config/load-config.js';
import type { ServiceConfig } from '../config/service-config.js';
import { endService } from './end-service.js';
import type { RunningService, ServiceParts } from './service-parts.js';
import { StartError } from './start-error.js';
import { migrateService, startService } from './start-service.js';

export interface ServiceProgram<C extends ServiceConfig> {
  name: string;
  /** One sentence for `--help`. */
  description: string;
  configClass: new () => C;
  create: (config: C) => ServiceParts;
}

const OPTIONS = `Options:
  --migrate    bring the database's schema up to date, and end
  --help       this text; --help=json for programs
`;

/** A service's `main`: `--help`, configuration, start, and an orderly end on SIGTERM and SIGINT. */
export async function runService<C extends ServiceConfig>(
  program: ServiceProgram<C>,
): Promise<void> {
  const [option] = process.argv.slice(2);
  if (option === '--help' || option === '-h') {
    process.stdout.write(`${helpText(program)}\n${OPTIONS}`);
  } else if (option === '--help=json') {
    process.stdout.write(helpJson(program));
  } else if (option === '--migrate') {
    await orExplain(program.name, () => migrateOnly(program));
  } else if (option !== undefined) {
    process.stderr.write(`${program.name}: "${option}" is no option: try --help\n`);
    process.exit(2);
  } else {
    await orExplain(program.name, () => serve(program));
  }
}

async function serve<C extends ServiceConfig>(program: ServiceProgram<C>): Promise<void> {
  const { name, configClass, create } = program;
  const config = loadConfig(configClass);
  const starting = startService({ name, config, create });
  endOnSignal(starting, config.shutdownTimeoutMs);
  endOnDefect();
  await starting;
}

async function migrateOnly<C extends ServiceConfig>(program: ServiceProgram<C>): Promise<void> {
  const { name, configClass, create } = program;
  const config = loadConfig(configClass, { ...process.env, MIGRATE_AT_START: 'true' });
  await migrateService({ name, config, create });
  process.exit(0);
}

async function orExplain(name: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    process.stderr.write(`${name}: ${explain(error)}\n`);
    process.exit(1);
  }
}

function explain(error: unknown): string {
  if (error instanceof ConfigError) {
    return ['the configuration is wrong (--help lists every variable):', ...error.problems].join(
      '\n  ',
    );
  }
  if (error instanceof StartError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** A second signal ends the process at once: whoever asks twice means it. */
function endOnSignal(starting: Promise<RunningService>, timeoutMs: number): void {
  let asked = false;
  const end = async (): Promise<void> => {
    if (asked) process.exit(1);
    asked = true;
    try {
      process.exit((await endService(starting, timeoutMs)) ? 0 : 1);
    } catch {
      // A start that failed explains itself in runService.
      process.exit(1);
    }
  };
  process.on('SIGTERM', () => void end());
  process.on('SIGINT', () => void end());
}

/** What nobody caught is a defect: say it with its stack and end, rather than go on in an unknown state. */
function endOnDefect(): void {
  const end = (error: unknown): void => {
    new Logger('Process').fatal({ err: error }, 'ended by an error that nobody caught');
    process.exit(1);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}
