export interface RepeatingOptions {
  everyMs: number;
  /** @returns whether there is more to do at once */
  work: () => Promise<boolean>;
  onError: (error: unknown) => void;
}

const LONGEST_WAIT_MS = 5_000;

/**
 * Does something again and again, never twice at a time. After an error it goes on, each time after
 * twice the wait: a database that is away for a minute should not fill the log.
 */
export class Repeating {
  private stopping = false;
  private endWait: () => void = () => undefined;
  private running: Promise<void> | undefined;
  private failures = 0;

  constructor(private readonly options: RepeatingOptions) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Resolves when the turn in hand is done. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.endWait();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      const more = await this.turn();
      if (!more && !this.stopping) await this.wait();
    }
  }

  private wait(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.waitMs());
      this.endWait = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private async turn(): Promise<boolean> {
    try {
      const more = await this.options.work();
      this.failures = 0;
      return more;
    } catch (error) {
      this.failures += 1;
      this.options.onError(error);
      return false;
    }
  }

  private waitMs(): number {
    const { everyMs } = this.options;
    return Math.max(everyMs, Math.min(everyMs * 2 ** this.failures, LONGEST_WAIT_MS));
  }
}
