import { Logger } from '@nestjs/common';
import { helpText } from '../config/help.js';
import { ConfigError, loadConfig } from '../config/load-config.js';
import type { ServiceConfig } from '../config/service-config.js';
import type { RunningService, ServiceParts } from './service-parts.js';
import { StartError } from './start-error.js';
import { startService } from './start-service.js';

export interface ServiceProgram<C extends ServiceConfig> {
  name: string;
  /** One sentence for `--help`. */
  description: string;
  configClass: new () => C;
  create: (config: C) => ServiceParts;
}

/** A service's `main`: `--help`, configuration, start, and an orderly end on SIGTERM and SIGINT. */
export async function runService<C extends ServiceConfig>(
  program: ServiceProgram<C>,
): Promise<void> {
  if (process.argv.slice(2).some((argument) => argument === '--help' || argument === '-h')) {
    process.stdout.write(helpText(program));
    return;
  }
  const { name, configClass, create } = program;
  try {
    const config = loadConfig(configClass);
    const starting = startService({ name, config, create });
    endOnSignal(starting);
    endOnDefect();
    await starting;
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
function endOnSignal(starting: Promise<RunningService>): void {
  let asked = false;
  const end = async (): Promise<void> => {
    if (asked) process.exit(1);
    asked = true;
    try {
      await (await starting).close();
      process.exit(0);
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
