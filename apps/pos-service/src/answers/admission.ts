export interface AdmissionBounds {
  /** Terminals that may wait at once, whatever they wait for. */
  maxWaiting: number;
  /** When even the fastest answer takes longer, something on its way is asked for more than it can do. */
  overloadAfterMs: number;
  /** How long messages may wait for the broker before nothing more is promised. */
  maxOutboxAgeMs: number;
}

export interface AdmissionOptions extends AdmissionBounds {
  outboxAgeMs: () => number;
  now?: () => number;
}

const WINDOW_MS = 500;
/** A crowd so small is never what overloads anybody. */
const LEAST = 64;
const SHRINK = 0.9;
const GROW = 1.1;

/**
 * How many terminals may wait here now. Who waits for a silent bank costs nothing, so their number
 * alone says nothing; but a queue makes even the fastest answer slow. Then fewer are let in, until
 * the fast answers are fast again: what is let in is answered within its deadline, and the service
 * goes on at its full rate. Without it a crowd that is too large would have every payment made and
 * none in time.
 */
export class Admission {
  private limit: number;
  private windowEnds: number;
  private fastestMs = Infinity;
  private readonly now: () => number;

  constructor(private readonly options: AdmissionOptions) {
    this.now = options.now ?? (() => performance.now());
    this.limit = options.maxWaiting;
    this.windowEnds = this.now() + WINDOW_MS;
  }

  /** Whether one more may wait beside those who do. */
  admits(waiting: number): boolean {
    this.adjust(waiting);
    return waiting < this.allowed;
  }

  /** How many may wait beside each other, as things stand; 0 while messages wait for the broker. */
  get allowed(): number {
    return this.isBrokerAway() ? 0 : Math.ceil(this.limit);
  }

  /** A bank's own word came so long after its payment was asked for. */
  decided(tookMs: number): void {
    this.fastestMs = Math.min(this.fastestMs, tookMs);
  }

  private isBrokerAway(): boolean {
    return this.options.outboxAgeMs() > this.options.maxOutboxAgeMs;
  }

  private adjust(waiting: number): void {
    if (this.now() < this.windowEnds) return;
    this.limit = Math.min(this.options.maxWaiting, this.nextLimit(waiting));
    this.fastestMs = Infinity;
    this.windowEnds = this.now() + WINDOW_MS;
  }

  private nextLimit(waiting: number): number {
    if (this.fastestMs === Infinity) {
      // No word at all: banks that are silent, or a queue so long that every word comes too late.
      return waiting * 2 < this.limit ? this.limit * GROW : this.limit;
    }
    if (this.fastestMs <= this.options.overloadAfterMs) return this.limit * GROW;
    return Math.max(LEAST, Math.min(this.limit, waiting) * SHRINK);
  }
}
