import type { Ended } from './place.js';
import type { WaitingRoom } from './waiting-room.js';

export interface SecondLookOptions<T extends Ended> {
  waiting: WaitingRoom<T>;
  /** One statement for all of them. */
  findFinal: (requestIds: string[]) => Promise<T[]>;
  intervalMs: number;
  onError: (error: unknown) => void;
}

/**
 * Finds the answers that another instance stored: after a rebalance, or for a second caller that waits
 * elsewhere. Telling every instance every answer would cost each payment a message per
 * instance; this costs one statement per interval, and none when nobody has waited for so long.
 */
export class SecondLook<T extends Ended = Ended> {
  private timer: NodeJS.Timeout | undefined;
  private running = false;

  constructor(private readonly options: SecondLookOptions<T>) {}

  start(): void {
    this.running = true;
    this.schedule();
  }

  stop(): void {
    this.running = false;
    clearTimeout(this.timer);
  }

  async look(): Promise<void> {
    const { waiting, findFinal, intervalMs } = this.options;
    const requestIds = waiting.requestIdsWaitedFor(intervalMs);
    if (requestIds.length === 0) return;
    waiting.tell(await findFinal(requestIds));
  }

  /** The next look is planned when one has ended: a slow database is not asked twice at once. */
  private schedule(): void {
    this.timer = setTimeout(() => {
      this.look()
        .catch((error: unknown) => this.options.onError(error))
        .finally(() => {
          if (this.running) this.schedule();
        });
    }, this.options.intervalMs);
  }
}
