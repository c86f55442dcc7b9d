/** What is waited for: something with a request id that has come to its end. */
export interface Ended {
  requestId: string;
}

/** How a wait ends: with the final payment, or without a word. */
export type Word<T extends Ended> =
  { kind: 'decided'; payment: T } | { kind: 'expired' } | { kind: 'hung_up' } | { kind: 'closing' };

/** One caller's connection, waiting for the end of one payment. */
export class Place<T extends Ended> {
  /** Resolves once, and never rejects. */
  readonly word: Promise<Word<T>>;
  readonly since = performance.now();
  private ended = false;
  private resolve: (word: Word<T>) => void;
  private timer: NodeJS.Timeout;

  constructor(
    readonly requestId: string,
    until: Date,
    private readonly left: (place: Place<T>) => void,
  ) {
    this.word = new Promise<Word<T>>((resolve) => {
      this.resolve = resolve;
    });
    this.timer = this.expireAt(until);
  }

  /** Whether somebody still waits here. */
  get isTaken(): boolean {
    return !this.ended;
  }

  /** A repeat waits no longer than its payment's own deadline allows. */
  waitUntil(until: Date): void {
    clearTimeout(this.timer);
    this.timer = this.expireAt(until);
  }

  end(word: Word<T>): void {
    this.ended = true;
    clearTimeout(this.timer);
    this.left(this);
    this.resolve(word);
  }

  private expireAt(until: Date): NodeJS.Timeout {
    return setTimeout(() => this.end({ kind: 'expired' }), until.getTime() - Date.now());
  }
}
