import { Place, type Ended } from './place.js';

export interface WaitingRoomOptions {
  /** Whether one more may wait beside those who do. */
  admits: (waiting: number) => boolean;
}

/** The connections that wait in this process, by their payments' request ids. */
export class WaitingRoom<T extends Ended> {
  private readonly places = new Map<string, Set<Place<T>>>();
  private waiting = 0;
  private closed = false;

  constructor(private readonly options: WaitingRoomOptions) {}

  get count(): number {
    return this.waiting;
  }

  /** Takes a place before anything is started, so that no word can come too early; none when full. */
  enter(requestId: string, until: Date): Place<T> | undefined {
    if (this.closed || !this.options.admits(this.waiting)) return undefined;
    const place = new Place<T>(requestId, until, (leaving) => this.remove(leaving));
    const beside = this.places.get(requestId);
    if (beside === undefined) this.places.set(requestId, new Set([place]));
    else beside.add(place);
    this.waiting += 1;
    return place;
  }

  /** Wakes whoever waits here for these payments. They are stored before they are told. */
  tell(payments: T[]): void {
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

  private remove(place: Place<T>): void {
    const beside = this.places.get(place.requestId);
    if (!beside?.delete(place)) return;
    this.waiting -= 1;
    if (beside.size === 0) this.places.delete(place.requestId);
  }
}
