import type { Logger } from '@nestjs/common';
import type { DiagLogger } from '@opentelemetry/api';

const EVERY_MS = 60_000;

/** What the SDK has to say, now and then: a collector that is away fails every second. */
export class SeldomDiag implements DiagLogger {
  private nextAt = 0;

  constructor(private readonly log: Pick<Logger, 'warn'>) {}

  error(message: string): void {
    this.say(message);
  }

  warn(message: string): void {
    this.say(message);
  }

  info(): void {}
  debug(): void {}
  verbose(): void {}

  private say(message: string): void {
    const now = Date.now();
    if (now < this.nextAt) return;
    this.nextAt = now + EVERY_MS;
    this.log.warn(`traces are not exported; payments go on: ${message}`);
  }
}
