import { Injectable, Logger, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ApiError } from '@tapmesh/service-kit';
import { PosServiceConfig } from '../pos-service.config.js';
import { isDevelopmentKey, keyOf } from './terminal-key.js';
import { Terminals, type Terminal } from './terminals.js';

/** A request as the guard leaves it. A Rafiki terminal says no key, so nobody knows which it is. */
export interface TerminalRequest {
  headers: Record<string, string | undefined>;
  terminal?: Terminal;
}

/** Lets in whoever carries a terminal's key; in Rafiki's mode, everybody. */
@Injectable()
export class TerminalGuard implements CanActivate {
  private readonly logger = new Logger(TerminalGuard.name);

  constructor(
    private readonly terminals: Terminals,
    private readonly config: PosServiceConfig,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.config.terminalMode === 'rafiki') return true;
    const request = context.switchToHttp().getRequest<TerminalRequest>();
    const key = keyOf(request.headers.authorization);
    const terminal = key === undefined ? undefined : await this.terminalOf(key);
    if (terminal === undefined) {
      throw new ApiError({
        status: 401,
        code: 'unauthorized',
        message: "the terminal's key is missing or wrong",
        headers: { 'www-authenticate': 'Bearer' },
      });
    }
    request.terminal = terminal;
    return true;
  }

  private async terminalOf(key: string): Promise<Terminal | undefined> {
    if (this.config.nodeEnv === 'production' && isDevelopmentKey(key)) return undefined;
    try {
      return await this.terminals.byKey(key);
    } catch (error) {
      this.logger.error({ err: error }, 'terminals cannot be looked up');
      throw new ApiError({
        status: 503,
        code: 'unavailable',
        message: 'this request started nothing: ask again with the same requestId',
        headers: { 'retry-after': '1' },
      });
    }
  }
}
