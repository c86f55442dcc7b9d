interface Waiting<I, O> {
  item: I;
  resolve: (outcome: O) => void;
  reject: (error: unknown) => void;
}

export interface GathererOptions<I, O> {
  /** Does all items at once and returns an outcome for each, in their order. */
  work: (items: I[]) => Promise<O[]>;
  maxItems: number;
  /** Whether a failure may be one item's own, so that the others are to be done without it. */
  isItemsOwn: (error: unknown) => boolean;
}

/**
 * Does together what arrives together: while one round of work is in flight, the next items
 * collect. A lone item waits for nothing, which a timer would make it do.
 */
export class Gatherer<I, O> {
  private waiting: Waiting<I, O>[] = [];
  private busy = false;

  constructor(private readonly options: GathererOptions<I, O>) {}

  /** How many wait for the next round. */
  get waitingCount(): number {
    return this.waiting.length;
  }

  add(item: I): Promise<O> {
    return new Promise<O>((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (!this.busy) void this.drain();
    });
  }

  private async drain(): Promise<void> {
    this.busy = true;
    while (this.waiting.length > 0) {
      await this.round(this.waiting.splice(0, this.options.maxItems));
    }
    this.busy = false;
  }

  private async round(gathered: Waiting<I, O>[]): Promise<void> {
    try {
      const outcomes = await this.options.work(gathered.map(({ item }) => item));
      gathered.forEach(({ resolve }, index) => resolve(outcomes[index] as O));
    } catch (error) {
      if (gathered.length > 1 && this.options.isItemsOwn(error)) {
        for (const one of gathered) await this.round([one]);
      } else {
        for (const { reject } of gathered) reject(error);
      }
    }
  }
}
