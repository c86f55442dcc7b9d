/** What of a logger is used here: Nest's `Logger` fits, and so does a test's. */
export interface Log {
  debug(message: string): void;
  log(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.message === '') {
    return error.errors.map(describeError).join('; ');
  }
  return error.message || error.name;
}

/** Says the same thing only now and then: a fault that lasts must not fill the log. */
export class Seldom {
  private nextAt = 0;

  constructor(private readonly everyMs = 10_000) {}

  say(speak: () => void): void {
    const now = Date.now();
    if (now < this.nextAt) return;
    this.nextAt = now + this.everyMs;
    speak();
  }

  /** The fault is over: the next one is said at once. */
  reset(): void {
    this.nextAt = 0;
  }
}
