import { afterFailure, afterSuccess, allowedAttempts, CLOSED, type Breaker } from './breaker.js';
import type { ClaimedDelivery, Lane } from './delivery.js';

/** What of one lane of one endpoint is in this process's memory. */
export interface EndpointLane {
  /** Of this lane alone: what is sent again and refused says nothing of what is live. */
  breaker: Breaker;
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

  succeeded(name: Lane): void {
    this.lanes[name].breaker = afterSuccess();
  }

  failed(name: Lane, nowMs: number): void {
    const lane = this.lanes[name];
    lane.breaker = afterFailure(lane.breaker, nowMs);
    if (this.isOpen(name, nowMs)) lane.lookAtMs = Math.max(lane.lookAtMs, lane.breaker.openUntilMs);
  }

  isOpen(name: Lane, nowMs: number): boolean {
    return nowMs < this.lanes[name].breaker.openUntilMs;
  }

  allowed(name: Lane, nowMs: number, most: number): number {
    return allowedAttempts(this.lanes[name].breaker, nowMs, most);
  }

  lookBy(name: Lane, atMs: number): void {
    this.lanes[name].lookAtMs = Math.min(this.lanes[name].lookAtMs, atMs);
  }
}

function emptyLane(): EndpointLane {
  return { breaker: CLOSED, waiting: [], active: 0, parked: 0, backlog: false, lookAtMs: 0 };
}
