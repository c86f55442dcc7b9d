import { afterFailure, afterSuccess, allowedAttempts, CLOSED, type Breaker } from './breaker.js';
import { LANES, type ClaimedDelivery, type Lane } from './delivery.js';

/** What of one lane of one endpoint is in this process's memory. */
export interface EndpointLane {
  readonly waiting: ClaimedDelivery[];
  /** Attempts under way. */
  active: number;
  /** Deliveries whose next try comes so soon that they stay here for it. */
  parked: number;
  /** More is due in the table than there was room for: what is new queues up behind it. */
  backlog: boolean;
  /** When the table is to be looked at again. */
  lookAtMs: number;
}

/** One endpoint's own queue: what another does has no part in it. */
export class EndpointQueue {
  breaker: Breaker = CLOSED;
  /** When attempts may start, where the endpoint has a rate limit. */
  slots: number[] = [];
  readonly lanes: Readonly<Record<Lane, EndpointLane>> = {
    LIVE: emptyLane(),
    REPLAY: emptyLane(),
  };

  constructor(readonly endpointId: string) {}

  inHandOf(name: Lane): number {
    const lane = this.lanes[name];
    return lane.waiting.length + lane.active + lane.parked;
  }

  succeeded(): void {
    this.breaker = afterSuccess();
  }

  failed(nowMs: number): void {
    this.breaker = afterFailure(this.breaker, nowMs);
    if (!this.isOpen(nowMs)) return;
    for (const lane of LANES) this.lookNoSooner(lane, this.breaker.openUntilMs);
  }

  isOpen(nowMs: number): boolean {
    return nowMs < this.breaker.openUntilMs;
  }

  allowed(nowMs: number, most: number): number {
    return allowedAttempts(this.breaker, nowMs, most);
  }

  lookBy(lane: Lane, atMs: number): void {
    this.lanes[lane].lookAtMs = Math.min(this.lanes[lane].lookAtMs, atMs);
  }

  private lookNoSooner(lane: Lane, atMs: number): void {
    this.lanes[lane].lookAtMs = Math.max(this.lanes[lane].lookAtMs, atMs);
  }
}

function emptyLane(): EndpointLane {
  return { waiting: [], active: 0, parked: 0, backlog: false, lookAtMs: 0 };
}
