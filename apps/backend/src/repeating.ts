import { setTimeout as delay } from 'node:timers/promises';

export interface RepeatingOptions {
  everyMs: number;
  /** @returns whether there is more to do at once */
  work: () => Promise<boolean>;
  onError: (error: unknown) => void;
}

/** Does something again and again, never twice at a time; after an error, at the next turn. */
export class Repeating {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(private readonly options: RepeatingOptions) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Resolves when the turn in hand is done. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const more = await this.turn();
      if (!more) await delay(this.options.everyMs, undefined, { signal }).catch(() => undefined);
    }
  }

  private async turn(): Promise<boolean> {
    try {
      return await this.options.work();
    } catch (error) {
      this.options.onError(error);
      return false;
    }
  }
}
