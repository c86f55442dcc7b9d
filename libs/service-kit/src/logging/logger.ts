import { pino, type DestinationStream, type Logger, type LoggerOptions } from 'pino';
import type { ServiceConfig } from '../config/service-config.js';
import { describeError } from './describe-error.js';
import type { LineContext } from './line-fields.js';
import { redact } from './redact.js';

export interface LoggerSubject {
  name: string;
  config: ServiceConfig;
  /** Where the lines go; standard output when left out. */
  destination?: DestinationStream;
  /** What every line gets beside its own fields. */
  context?: LineContext;
}

/** One JSON object a line, or prettier on a terminal. */
export async function createLogger({
  name,
  config,
  destination,
  context,
}: LoggerSubject): Promise<Logger> {
  const options: LoggerOptions = {
    level: config.logLevel,
    base: { service: name, instance: config.instanceId },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (level) => ({ level }), log: redact },
    mixin: context && ((line) => context.fields(line as Record<string, unknown>)),
    serializers: { err: describeError, error: describeError },
  };
  return pino(options, destination ?? (await standardOutput(config.logFormat)));
}

async function standardOutput(format: string): Promise<DestinationStream> {
  if (format === 'pretty') {
    const { default: pretty } = await import('pino-pretty');
    return pretty({ colorize: process.stdout.isTTY, ignore: 'service,instance' });
  }
  // Not `sync`: a reader that is slow to drain the pipe must not hold up payments.
  return pino.destination({ fd: 1, sync: false });
}
