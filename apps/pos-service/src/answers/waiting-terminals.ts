import type { FinalCardPayment } from '../card-payments/card-payment.js';
import type { Admission } from './admission.js';

/** How a wait ends: with the final payment, or without a word. */
export type Word =
  | { kind: 'decided'; payment: FinalCardPayment }
  | { kind: 'expired' }
  | { kind: 'hung_up' }
  | { kind: 'closing' };

/** One terminal's connection, waiting for the end of one payment. */
export class Place {
  /** Resolves once, and never rejects. */
  readonly word: Promise<Word>;
  readonly since = performance.now();
  private ended = false;
  private resolve: (word: Word) => void;
  private timer: NodeJS.Timeout;

  constructor(
    readonly requestId: string,
    until: Date,
    private readonly left: (place: Place) => void,
  ) {
    this.word = new Promise<Word>((resolve) => {
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

  end(word: Word): void {
    this.ended = true;
    clearTimeout(this.timer);
    this.left(this);
    this.resolve(word);
  }

  private expireAt(until: Date): NodeJS.Timeout {
    return setTimeout(() => this.end({ kind: 'expired' }), until.getTime() - Date.now());
  }
}

/** The terminals that wait in this process, by their payments' request ids. */
export class WaitingTerminals {
  private readonly places = new Map<string, Set<Place>>();
  private waiting = 0;
  private closed = false;

  constructor(private readonly admission: Pick<Admission, 'admits'>) {}

  get count(): number {
    return this.waiting;
  }

  /** Takes a place before anything is started, so that no word can come too early; none when full. */
  enter(requestId: string, until: Date): Place | undefined {
    if (this.closed || !this.admission.admits(this.waiting)) return undefined;
    const place = new Place(requestId, until, (leaving) => this.remove(leaving));
    const beside = this.places.get(requestId);
    if (beside === undefined) this.places.set(requestId, new Set([place]));
    else beside.add(place);
    this.waiting += 1;
    return place;
  }

  /** Wakes whoever waits here for these payments. They are stored before they are told. */
  tell(payments: FinalCardPayment[]): void {
    for (const payment of payments) {
      for (const place of this.places.get(payment.requestId) ?? []) {
        place.end({ kind: 'decided', payment });
      }
    }
  }

  /** Payments that somebody has waited for at least so long. */
  requestIdsWaitedFor(atLeastMs: number): string[] {
    const before = performance.now() - atLeastMs;
    const ids: string[] = [];
    for (const [requestId, places] of this.places) {
      for (const place of places) {
        if (place.since <= before) {
          ids.push(requestId);
          break;
        }
      }
    }
    return ids;
  }

  /** Nobody enters any more, and who still waits is told that the service is closing. */
  close(): void {
    this.closed = true;
    for (const places of [...this.places.values()]) {
      for (const place of places) place.end({ kind: 'closing' });
    }
  }

  private remove(place: Place): void {
    const beside = this.places.get(place.requestId);
    if (!beside?.delete(place)) return;
    this.waiting -= 1;
    if (beside.size === 0) this.places.delete(place.requestId);
  }
}
