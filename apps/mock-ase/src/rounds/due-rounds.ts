import type { Logger } from '@nestjs/common';

/** How long another instance's rows, or those of an earlier life, may lie unseen. */
const LOOK_AGAIN_MS = 1_000;

export interface DueRoundsOptions {
  /** What comes due, for the log. */
  what: string;
  /**
   * Milliseconds until the next is due, undefined for none: one indexed statement and no transaction,
   * which is all that an idle bank costs.
   */
  nextDueInMs: () => Promise<number | undefined>;
  /** @returns how many of those that are due were handled */
  handleSome: () => Promise<number>;
  logger: Pick<Logger, 'warn'>;
}

/** Handles stored things when they are due, as soon as they are. */
export class DueRounds {
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | undefined;
  private woken = false;
  private running = false;

  constructor(private readonly options: DueRoundsOptions) {}

  start(): void {
    this.running = true;
    this.wake();
  }

  /** Looks at once. */
  wake(): void {
    if (!this.running) return;
    this.woken = true;
    this.round ??= this.rounds();
  }

  /** Resolves when the round in hand is over. */
  async stop(): Promise<void> {
    this.running = false;
    clearTimeout(this.timer);
    await this.round;
  }

  private async rounds(): Promise<void> {
    let nextInMs = LOOK_AGAIN_MS;
    while (this.running && this.woken) {
      this.woken = false;
      clearTimeout(this.timer);
      nextInMs = await this.handleWhatIsDue();
    }
    // Without an await since the last look at `woken`: a wake in between would go unseen.
    this.round = undefined;
    if (this.running) this.timer = setTimeout(() => this.wake(), nextInMs);
  }

  /** @returns when to look again */
  private async handleWhatIsDue(): Promise<number> {
    const { what, handleSome, logger } = this.options;
    try {
      let dueInMs = await this.nextDueInMs();
      while (this.running && dueInMs <= 0) {
        // None: another instance has what is due in hand.
        if ((await handleSome()) === 0) return LOOK_AGAIN_MS;
        dueInMs = await this.nextDueInMs();
      }
      return Math.min(Math.max(dueInMs, 1), LOOK_AGAIN_MS);
    } catch (error) {
      logger.warn(`${what} that are due could not be handled, trying again: ${String(error)}`);
      return LOOK_AGAIN_MS;
    }
  }

  private async nextDueInMs(): Promise<number> {
    return (await this.options.nextDueInMs()) ?? LOOK_AGAIN_MS;
  }
}
