import { Logger } from 'nestjs-pino';

/** Nest says a line for each module and each route: of use only to whoever looks for a fault. */
const TALKATIVE = new Set([
  'InstanceLoader',
  'NestApplication',
  'NestFactory',
  'NestMicroservice',
  'RouterExplorer',
  'RoutesResolver',
]);

/** What these say of a failed start is thrown as well, and told by whoever ends the process. */
const RETHROWN = new Set(['ExceptionHandler', 'NestApplication']);

/** nestjs-pino's logger without the framework's talk. */
export class NestLogger extends Logger {
  override log(message: unknown, ...optionalParams: unknown[]): void {
    if (TALKATIVE.has(String(optionalParams.at(-1)))) this.debug(message, ...optionalParams);
    else super.log(message, ...(optionalParams as []));
  }

  override error(message: unknown, ...optionalParams: unknown[]): void {
    if (RETHROWN.has(String(optionalParams.at(-1)))) return;
    super.error(message, ...(optionalParams as []));
  }
}
